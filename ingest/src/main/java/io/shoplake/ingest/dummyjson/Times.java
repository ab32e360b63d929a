package io.shoplake.ingest.dummyjson;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;

/**
 * Moments for what the source does not date: the same for the same seed and object, whatever else
 * there is.
 *
 * @param seed which moments
 * @param firstDay the day, in UTC, from which on they lie
 * @param days how many days they are spread over
 */
public record Times(long seed, LocalDate firstDay, int days) {

  /** The moment of an object, in whole seconds. */
  Instant of(Resource resource, String id) {
    byte[] hash = Digests.sha256("%d %s %s".formatted(seed, resource.path(), id).getBytes(UTF_8));
    long second =
        Long.remainderUnsigned(ByteBuffer.wrap(hash).getLong(), Duration.ofDays(days).toSeconds());
    return firstDay.atStartOfDay(ZoneOffset.UTC).toInstant().plusSeconds(second);
  }

  /** The moment before which all others lie. */
  public Instant end() {
    return firstDay.plusDays(days).atStartOfDay(ZoneOffset.UTC).toInstant();
  }
}
