package io.shoplake.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.shoplake.layout.Catalog;
import io.shoplake.layout.Table.Layer;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Every gold table's query against the rows in {@code src/test/resources/gold/<table>/<case>}. */
class GoldModelsTest {

  private final GoldCases cases = new GoldCases(Path.of("src/test/resources/gold"));

  @TestFactory
  Stream<DynamicTest> everyGoldTableHasAQueryAndACase() {
    return Catalog.layer(Layer.GOLD).stream()
        .map(
            table ->
                dynamicTest(
                    table.name(),
                    () -> {
                      assertThat(SqlText.find("gold/%s.sql".formatted(table.name())))
                          .as("src/main/resources/gold/%s.sql", table.name())
                          .isPresent();
                      assertThat(cases.of(table))
                          .as("a case in src/test/resources/gold/%s", table.name())
                          .isNotEmpty();
                    }));
  }

  @TestFactory
  Stream<DynamicTest> everyQueryGivesWhatItsCasesExpect() {
    return Catalog.layer(Layer.GOLD).stream()
        .flatMap(
            table ->
                cases.of(table).stream()
                    .map(
                        folder ->
                            dynamicTest(
                                "%s: %s".formatted(table.name(), folder.getFileName()),
                                () -> cases.check(table, folder))));
  }
}
