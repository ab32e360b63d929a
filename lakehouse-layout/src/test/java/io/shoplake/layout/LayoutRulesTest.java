package io.shoplake.layout;

import static io.shoplake.layout.Field.required;
import static io.shoplake.layout.FieldType.DATE;
import static io.shoplake.layout.FieldType.STRING;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shoplake.layout.Table.Layer;
import io.shoplake.layout.gold.DailyRevenue;
import io.shoplake.layout.silver.Events;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class LayoutRulesTest {

  @Test
  void everyTableHasANameOfItsOwn() {
    assertThat(Catalog.TABLES).extracting(Table::qualifiedName).doesNotHaveDuplicates();
  }

  @Test
  void theListOfTablesIsTheFlow() {
    Set<Table> earlier = new HashSet<>();
    for (Table table : Catalog.TABLES) {
      assertThat(earlier).as("sources of " + table.qualifiedName()).containsAll(table.sources());
      earlier.add(table);
    }
  }

  @Test
  void everyTopicHasABronzeTable() {
    assertThat(Catalog.TOPICS)
        .allSatisfy(topic -> assertThat(Catalog.bronze(topic).layer()).isEqualTo(Layer.BRONZE));
  }

  @Test
  void everyGoldTableIsKeptByDayPublishedAndSaysWhenItIsFinal() {
    assertThat(Catalog.layer(Layer.GOLD))
        .allSatisfy(
            table -> {
              assertThat(table.hasDays()).isTrue();
              assertThat(table.reach()).as(table.name()).isPresent();
              assertThat(table.schema()).contains("lake_gold");
              assertThat(table.fieldNames()).last().isEqualTo("final_at");
            });
  }

  @Test
  void everyMoneyTableHasTheCurrencyInItsKey() {
    assertThat(Catalog.layer(Layer.GOLD))
        .filteredOn(table -> table.fields().stream().anyMatch(field -> isMoney(field.type())))
        .isNotEmpty()
        .allSatisfy(table -> assertThat(table.key()).contains("currency"));
  }

  private static boolean isMoney(FieldType type) {
    return type.equals(FieldType.MONEY) || type.equals(FieldType.MONEY_SUM);
  }

  @Test
  void keysAreRequiredAndPlacedInFrontOfMeasures() {
    for (Table table : Catalog.TABLES) {
      for (String column : table.key()) {
        assertThat(table.fields())
            .filteredOn(field -> field.name().equals(column))
            .singleElement()
            .satisfies(field -> assertThat(field.isRequired()).as(table.name()).isTrue());
      }
    }
  }

  @Test
  void aGoldTableIsDeclaredInTheClassOfItsName() throws IOException {
    try (Stream<Path> files = Files.list(Path.of("src/main/java/io/shoplake/layout/gold"))) {
      Set<String> classes =
          files.map(file -> file.getFileName().toString()).collect(Collectors.toSet());
      assertThat(classes)
          .isEqualTo(
              Catalog.layer(Layer.GOLD).stream()
                  .map(table -> className(table.name()) + ".java")
                  .collect(Collectors.toSet()));
    }
  }

  private static String className(String tableName) {
    return Stream.of(tableName.split("_"))
        .map(word -> word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1))
        .collect(Collectors.joining());
  }

  @Test
  void aTableIsFoundWithAndWithoutItsLayer() {
    assertThat(Catalog.table("daily_revenue")).isSameAs(DailyRevenue.DAILY_REVENUE);
    assertThat(Catalog.table("gold.daily_revenue")).isSameAs(DailyRevenue.DAILY_REVENUE);
    assertThatThrownBy(() -> Catalog.table("daily_revenues"))
        .hasMessageContaining("No table 'daily_revenues'")
        .hasMessageContaining("gold.daily_revenue");
  }

  @Test
  void aDeclarationRefusesNonsense() {
    assertThatThrownBy(() -> builder().key("month").build())
        .hasMessageContaining("no field 'month'");
    assertThatThrownBy(() -> builder().clusterBy("month").build())
        .hasMessageContaining("no field 'month'");
    assertThatThrownBy(() -> Table.gold("daily_x", "X.").fields(DAY).key("day").build())
        .hasMessageContaining("needs sources");
    assertThatThrownBy(() -> Table.silver("xs", " ").fields(DAY).build())
        .hasMessageContaining("no comment");
    assertThatThrownBy(() -> builder().fields(DAY).build()).hasMessageContaining("field twice");
    assertThatThrownBy(() -> required("Day", DATE, "The day."))
        .hasMessageContaining("'Day' is no column name");
    assertThatThrownBy(() -> required("day", DATE, "")).hasMessageContaining("no comment");
  }

  private static final Field DAY = required("day", DATE, "The day.");

  private static Table.Builder builder() {
    return Table.gold("daily_x", "X.")
        .from(Events.EVENTS)
        .fields(required("shop_id", STRING, "The shop."), DAY)
        .key("shop_id", "day");
  }

  @Test
  void aTypeIsSpelledForEachSystem() {
    FieldType list = FieldType.listOf(FieldType.structOf(required("a", STRING, "A.")));
    assertThat(List.of(list.spark(), list.postgres(), list.redshift()))
        .containsExactly("array<struct<a:string>>", "jsonb", "super");
    assertThat(FieldType.mapOf(FieldType.LONG).spark()).isEqualTo("map<string,bigint>");
    assertThat(FieldType.MONEY.postgres()).isEqualTo("numeric(18,4)");
  }
}
