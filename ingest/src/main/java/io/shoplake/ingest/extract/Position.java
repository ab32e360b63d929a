package io.shoplake.ingest.extract;

import java.util.List;

/**
 * Where a change stands in the log of its database.
 *
 * @param log which kind of log, or which series of its files; only positions in one are comparable
 * @param place the numbers that order its changes
 */
public record Position(String log, List<Long> place) {

  public Position {
    place = List.copyOf(place);
  }

  /** Below, at or above zero as this comes before, at or after {@code other}. */
  public int compareTo(Position other) {
    for (int index = 0; index < Math.min(place.size(), other.place.size()); index++) {
      int order = Long.compareUnsigned(place.get(index), other.place.get(index));
      if (order != 0) {
        return order;
      }
    }
    return Integer.compare(place.size(), other.place.size());
  }
}
