package io.shoplake.ingest.extract;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shoplake.ingest.extract.MessageRule.Kind;
import io.shoplake.ingest.template.BadRowException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * What was last said of an order, customer or product.
 *
 * @param hash of its content
 * @param change what tells this change from all others of the same key
 * @param changes of all changes so far
 * @param id in the message
 * @param at since when it holds; null if the message does not say
 * @param isAcknowledged false if it may or may not have arrived
 */
record Said(
    String hash,
    String change,
    Set<String> changes,
    String id,
    Instant at,
    boolean isAcknowledged) {

  /** Stands for the content of what is gone. */
  static final String GONE = "gone";

  /** Clocks of machines that belong together differ by less. */
  private static final Duration AGREEMENT = Duration.ofMinutes(1);

  Said acknowledged() {
    return new Said(hash, change, changes, id, at, true);
  }

  /**
   * What is said after {@code last}. It holds since the moment the rows name, but always after what
   * was said before: of two changes the later one wins. It never holds since the future, where a
   * single wrong clock would hide all that follows.
   *
   * @param seenAt when the rows were seen to have changed
   * @param now the present, by this machine's clock
   */
  static Said after(
      Optional<Said> last, Kind kind, ObjectNode content, String hash, Instant seenAt, Instant now)
      throws BadRowException {
    Instant latest = (seenAt.isAfter(now) ? seenAt : now).plus(AGREEMENT);
    Set<String> changes = new TreeSet<>(last.map(Said::changes).orElse(Set.of()));
    String change = hash;
    // An order may become again what it was; that is another change.
    while (!changes.add(change)) {
      change = hash + " " + changes.size();
    }
    Instant at =
        named(kind, content, hash, seenAt)
            .map(moment -> moment.isAfter(latest) ? seenAt : moment)
            .orElse(null);
    Instant before = last.map(Said::at).filter(moment -> !moment.isAfter(latest)).orElse(null);
    if (at != null && before != null && !at.isAfter(before)) {
      Instant least = before.plus(1, ChronoUnit.MICROS);
      at = seenAt.isAfter(least) ? seenAt : least;
    }
    return new Said(hash, change, changes, content.get(kind.idField()).asText(), at, false);
  }

  private static Optional<Instant> named(Kind kind, ObjectNode content, String hash, Instant seenAt)
      throws BadRowException {
    if (content.hasNonNull(kind.timeField())) {
      String text = content.get(kind.timeField()).asText();
      try {
        return Optional.of(Instant.parse(text));
      } catch (DateTimeParseException e) {
        throw new BadRowException(kind.timeField(), text, "no moment; write time(…)");
      }
    }
    return kind == Kind.ORDERS || hash.equals(GONE) ? Optional.of(seenAt) : Optional.empty();
  }
}
