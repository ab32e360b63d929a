package io.shoplake.ingest.simulate;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** Spoils messages, in every way in turn so that none is forgotten. */
final class Malformer {

  /** A message and the code it must be rejected with. */
  record Rejectable(String reason, byte[] value) {}

  /** A megabyte each: a few prove as much as many. */
  private static final int ROUNDS_BETWEEN_LARGE_ONES = 8;

  private final List<Malformed> ways;
  private final Set<Malformed> used = EnumSet.noneOf(Malformed.class);
  private int next;

  Malformer(List<Malformed> ways) {
    this.ways = ways;
  }

  Rejectable spoil(byte[] valid) {
    Malformed way = ways.get(next % ways.size());
    if (way == Malformed.TOO_LARGE && next / ways.size() % ROUNDS_BETWEEN_LARGE_ONES != 0) {
      next++;
      way = ways.get(next % ways.size());
    }
    next++;
    return spoil(way, valid);
  }

  /** One message for each way that was not used yet, so that every code occurs. */
  List<Rejectable> complete(byte[] valid) {
    return ways.stream().filter(way -> !used.contains(way)).map(way -> spoil(way, valid)).toList();
  }

  private Rejectable spoil(Malformed way, byte[] valid) {
    used.add(way);
    return new Rejectable(way.reason(), way.spoil(valid));
  }
}
