package io.shoplake.local.verify;

import io.shoplake.local.verify.Comparison.Difference;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What the comparisons come to, for people.
 *
 * @param homeless tables of the truth with which nothing could be compared, and their rows
 */
record Verdict(List<Comparison> comparisons, Map<String, Integer> homeless) {

  private static final int SHOWN = 5;

  boolean agrees() {
    return comparisons.stream().allMatch(comparison -> comparison.differences().isEmpty());
  }

  /** A table of what was compared, the first differences of each table, and one last sentence. */
  String text() {
    StringBuilder text = new StringBuilder();
    text.append("%-22s %10s %12s %13s\n".formatted("compared", "rows", "values", "differences"));
    for (Comparison comparison : comparisons) {
      text.append(
          String.format(
              Locale.ROOT,
              "%-22s %,10d %,12d %,13d\n",
              comparison.name(),
              comparison.rows(),
              comparison.values(),
              comparison.differences().size()));
    }
    comparisons.stream()
        .filter(comparison -> !comparison.differences().isEmpty())
        .forEach(comparison -> describe(comparison, text));
    text.append('\n').append(sentence()).append('\n');
    return text.append(notCompared()).toString();
  }

  /** Which part of the truth proves nothing yet. */
  private String notCompared() {
    return homeless.isEmpty()
        ? ""
        : "Not compared, as the catalogue has no such gold tables: %s.\n"
            .formatted(
                homeless.entrySet().stream()
                    .map(
                        table ->
                            String.format(
                                Locale.ROOT, "%s (%,d rows)", table.getKey(), table.getValue()))
                    .collect(Collectors.joining(", ")));
  }

  private static void describe(Comparison comparison, StringBuilder text) {
    text.append('\n').append(comparison.name()).append('\n');
    List<Difference> differences = comparison.differences();
    for (Difference difference : differences.subList(0, Math.min(SHOWN, differences.size()))) {
      text.append(
          "  %s  %s: expected %s, found %s\n"
              .formatted(
                  difference.key(),
                  difference.column(),
                  difference.expected(),
                  difference.found()));
    }
    if (differences.size() > SHOWN) {
      text.append(String.format(Locale.ROOT, "  and %,d more\n", differences.size() - SHOWN));
    }
  }

  private String sentence() {
    int values = comparisons.stream().mapToInt(Comparison::values).sum();
    int differences = comparisons.stream().mapToInt(c -> c.differences().size()).sum();
    return agrees()
        ? String.format(Locale.ROOT, "All %,d values of the warehouse equal the truth.", values)
        : String.format(
            Locale.ROOT,
            "The warehouse differs from the truth in %,d %s.",
            differences,
            differences == 1 ? "place" : "places");
  }
}
