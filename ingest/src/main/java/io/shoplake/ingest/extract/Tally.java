package io.shoplake.ingest.extract;

import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What became of the rows of an extraction. */
public final class Tally {

  private long rows;
  private long gone;
  private long known;
  private long older;
  private long bad;
  private long messages;
  private final Map<String, Long> byTopic = new TreeMap<>();

  Tally() {}

  /** A number for the next message, from 1. */
  long next() {
    messages++;
    return messages;
  }

  void row(RowChange.Kind kind) {
    rows++;
    gone += kind == RowChange.Kind.GONE ? 1 : 0;
  }

  /** A row that said nothing new. */
  void known() {
    known++;
  }

  /** A row that was sent, but is not the latest. */
  void older() {
    older++;
  }

  void message(String topic) {
    byTopic.merge(topic, 1L, Long::sum);
  }

  void countBad() {
    bad++;
  }

  /** How many rows, messages or orders were of no use. */
  public long bad() {
    return bad;
  }

  /** How many rows were looked at so far. */
  public long seen() {
    return rows + known;
  }

  @Override
  public String toString() {
    String made =
        byTopic.entrySet().stream()
            .map(entry -> ", %,d messages to %s".formatted(entry.getValue(), entry.getKey()))
            .collect(Collectors.joining());
    return "%,d changed rows (%,d of them gone) to source.rows%s; %,d rows were known%s%s"
        .formatted(
            rows,
            gone,
            made,
            known,
            older == 0 ? "" : "; %,d older than what was known".formatted(older),
            bad == 0 ? "" : "; %,d were bad".formatted(bad));
  }
}
