package io.shoplake.layout;

import java.time.Period;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The declaration of a table: everything that is printed, created, checked and loaded comes out of
 * it.
 *
 * @param layer where it stands in the flow
 * @param name snake case, plural, aggregates with their grain first
 * @param comment what a row is
 * @param sources the tables it is made from
 * @param fields its columns, in order
 * @param key the columns that name a row; empty where rows have no identity
 * @param clusterBy the columns that files are clustered by
 * @param statistics the columns that the log keeps minima and maxima of
 * @param checks rules that every row must hold
 * @param ratios measures that are a quotient of two columns
 * @param reach how far a change of a day spreads; only where the table is kept by day
 * @param keep how long rows are kept; empty: for ever
 * @param schema the warehouse schema it is published to; empty: not published
 */
public record Table(
    Layer layer,
    String name,
    String comment,
    List<Table> sources,
    List<Field> fields,
    List<String> key,
    List<String> clusterBy,
    List<String> statistics,
    List<Check> checks,
    List<Ratio> ratios,
    Optional<Reach> reach,
    Optional<Period> keep,
    Optional<String> schema) {

  /** Where a table stands in the flow. */
  public enum Layer {
    BRONZE,
    SILVER,
    GOLD,
    OPS;

    /** The folder and schema name. */
    public String folder() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** A rule that every row must hold, as a SQL expression. */
  public record Check(String name, String expression) {}

  /** A measure that is always computed as the sum of one column over the sum of another. */
  public record Ratio(String name, String numerator, String denominator, String comment) {

    /** The measure over the rows of a group, null where the denominator is zero. */
    public String sql() {
      return "sum(%s) * 1.0 / nullif(sum(%s), 0)".formatted(numerator, denominator);
    }
  }

  public Table {
    if (comment.isBlank()) {
      throw new IllegalArgumentException("The table '%s' has no comment".formatted(name));
    }
    Set<String> names = fields.stream().map(Field::name).collect(Collectors.toSet());
    if (names.size() != fields.size()) {
      throw new IllegalArgumentException("The table '%s' has a field twice".formatted(name));
    }
    for (List<String> columns : List.of(key, clusterBy, statistics)) {
      for (String column : columns) {
        requireField(names, name, column);
      }
    }
    for (Ratio ratio : ratios) {
      requireField(names, name, ratio.numerator());
      requireField(names, name, ratio.denominator());
    }
    if (layer == Layer.GOLD && (sources.isEmpty() || key.isEmpty())) {
      throw new IllegalArgumentException(
          "The gold table '%s' needs sources and a key".formatted(name));
    }
  }

  private static void requireField(Set<String> names, String table, String column) {
    if (!names.contains(column)) {
      throw new IllegalArgumentException(
          "The table '%s' has no field '%s'".formatted(table, column));
    }
  }

  public static Builder bronze(String name, String comment) {
    return new Builder(Layer.BRONZE, name, comment);
  }

  public static Builder silver(String name, String comment) {
    return new Builder(Layer.SILVER, name, comment);
  }

  public static Builder gold(String name, String comment) {
    return new Builder(Layer.GOLD, name, comment).publish("lake_gold");
  }

  public static Builder ops(String name, String comment) {
    return new Builder(Layer.OPS, name, comment);
  }

  /** {@code layer.name}. */
  public String qualifiedName() {
    return layer.folder() + "." + name;
  }

  public List<String> fieldNames() {
    return fields.stream().map(Field::name).toList();
  }

  /** The declared ratio {@code ratioName}. */
  public Ratio ratio(String ratioName) {
    return ratios.stream()
        .filter(ratio -> ratio.name().equals(ratioName))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "'%s' declares no ratio '%s'".formatted(qualifiedName(), ratioName)));
  }

  /** Whether rows belong to a shop-local day, so that days can be replaced. */
  public boolean hasDays() {
    return fieldNames().containsAll(List.of("shop_id", "day"));
  }

  /** Collects a declaration. */
  public static final class Builder {
    private final Layer layer;
    private final String name;
    private final String comment;
    private final List<Field> fields = new ArrayList<>();
    private final List<Check> checks = new ArrayList<>();
    private final List<Ratio> ratios = new ArrayList<>();
    private List<Table> sources = List.of();
    private List<String> key = List.of();
    private List<String> clusterBy = List.of();
    private List<String> statistics = List.of();
    private Optional<Reach> reach = Optional.empty();
    private Optional<Period> keep = Optional.empty();
    private Optional<String> schema = Optional.empty();

    private Builder(Layer layer, String name, String comment) {
      this.layer = layer;
      this.name = name;
      this.comment = comment;
    }

    /** The tables it is made from. */
    public Builder from(Table... tables) {
      sources = List.of(tables);
      return this;
    }

    /** The columns, in order; may be called again to add more. */
    public Builder fields(Field... more) {
      return fields(List.of(more));
    }

    public Builder fields(List<Field> more) {
      fields.addAll(more);
      return this;
    }

    public Builder key(String... columns) {
      key = List.of(columns);
      return this;
    }

    /** The columns that files are clustered by; they get statistics as well. */
    public Builder clusterBy(String... columns) {
      clusterBy = List.of(columns);
      if (statistics.isEmpty()) {
        statistics = clusterBy;
      }
      return this;
    }

    public Builder statistics(String... columns) {
      statistics = List.of(columns);
      return this;
    }

    public Builder check(String checkName, String expression) {
      checks.add(new Check(checkName, expression));
      return this;
    }

    public Builder ratio(String ratioName, String numerator, String denominator, String text) {
      ratios.add(new Ratio(ratioName, numerator, denominator, text));
      return this;
    }

    public Builder reach(Reach days) {
      reach = Optional.of(days);
      return this;
    }

    public Builder keep(Period period) {
      keep = Optional.of(period);
      return this;
    }

    /** The warehouse schema that the table is loaded into. */
    public Builder publish(String warehouseSchema) {
      schema = Optional.of(warehouseSchema);
      return this;
    }

    public Table build() {
      return new Table(
          layer,
          name,
          comment,
          sources,
          List.copyOf(fields),
          key,
          clusterBy,
          statistics,
          List.copyOf(checks),
          List.copyOf(ratios),
          reach,
          keep,
          schema);
    }
  }
}
