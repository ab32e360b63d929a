package io.shoplake.ingest.extract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shoplake.cli.ExitCode;
import io.shoplake.cli.UserMistake;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is wrong with a tables file is said in one sentence. */
class TablesFileTest {

  private static final String GOOD =
      """
      source: shop
      tables:
        a.orders: {watermark: changed}
        a.lines:
      messages:
        orders:
          from: a.orders
          join:
            line: {table: a.lines, on: {order_id: id}, each: true}
          message:
            order_id: ${id}
            changed_at: ${time(changed)}
            lines:
              each: line
              quantity: ${line.quantity + 1}
      """;

  @TempDir private Path folder;

  private SourceTables read(String text) throws IOException {
    return TablesFile.read(Files.writeString(folder.resolve("shop.yaml"), text).toString());
  }

  @Test
  void aGoodOneIsUnderstood() throws IOException {
    SourceTables tables = read(GOOD);
    assertThat(tables.topics()).containsExactly("source.rows", "shop.orders");
    assertThat(tables.tables().get(0).watermark()).isEqualTo("changed");
    assertThat(TablesFile.read("northwind").topics()).hasSize(4);
  }

  @Test
  void theExampleOfTheDocumentationIsUnderstood() throws IOException {
    String page = Files.readString(Path.of("../docs/sources/databases.md"));
    SourceTables tables = read(page.split("```yaml\n")[1].split("```")[0]);
    assertThat(tables.topics()).containsExactly("source.rows", "shop.orders");
    assertThat(tables.tables()).hasSize(4);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "source: shop|sorce: shop|sets 'sorce'; there are source, shop",
        "a.lines:|a.lines: {mode: incremental}|must say 'mode: incremental' with a 'watermark'",
        "a.lines:|a.lines: {chunks: 99}|chunks, has 99; write a whole number from 1 to 32",
        "from: a.orders|from: b.orders|uses the table 'b.orders', which is none of its tables",
        "orders:\\n    from|payments:\\n    from|describes messages for 'payments'",
        "order_id: ${id}|order: ${id}|lacks 'order_id'",
        "order_id: ${id}|order_id: ${id}\\n      change_id: 1|sets change_id",
        "each: line|each: lines|makes a list of 'lines'",
        "line.quantity + 1|line.quantity +|something is missing at its end",
        "line.quantity + 1|lime.quantity|'lime' is none of the joined rows",
        "line.quantity + 1|first(|something is missing",
        "line.quantity + 1|now(1)|there is no function 'now'",
        "line.quantity + 1|when(a)|when takes three arguments",
        "line.quantity + 1|line.quantity % 2|'%' is not expected",
        "${id}|${line.quantity}|'line.quantity' stands outside of each: line",
        "${line.quantity + 1}|${line.quantity|at messages: orders: message: lines: quantity, has '${' without",
        "a.lines:|a.lines: {types: {p: org.apache.kafka.connect.data.Decimal:x}}|gives 'p' the type",
        "source: shop|{|is no YAML",
        "source: shop|source: shop\\nsource: bazaar|Duplicate field 'source' (line 2)",
        "a.orders: {|a.orders: &orders {|has an anchor or alias (& or *) on line 3",
        "a.lines:|a.lines: *orders|has an anchor or alias",
        "source: shop|source: [shop]|at source, has a list where a text must stand",
        "source: shop|source: 42|has a number where a text must stand; put it into",
        "a.lines:|a.lines: {deletes: soon}|at tables: a.lines: deletes, has a text where true",
        "a.lines:|a.lines: {mode: partial}|has 'partial'; write one of full, incremental",
        "a.lines:|a.lines: {overlap: long, watermark: w}|overlap, has 'long': Text cannot",
        "a.lines:|a.lines: [key]|at tables: a.lines, has a list where settings must stand"
      })
  void aMistakeIsNamed(String right, String wrong, String reason) {
    String text = GOOD.replace(right.replace("\\n", "\n"), wrong.replace("\\n", "\n"));
    assertThat(text).isNotEqualTo(GOOD);
    assertThatThrownBy(() -> read(text))
        .isInstanceOf(UserMistake.class)
        .hasMessageContaining(reason)
        .hasFieldOrPropertyWithValue("exitCode", ExitCode.CONFIGURATION);
  }

  @Test
  void anAmountThatCanBecomeAbsentIsWarnedOf() throws IOException {
    String amounts =
        "      order_id: ${id}\n      shipping: %s\n      tax: ${tax}\n      discount: 0\n";
    assertThat(
            read(GOOD.replace("      order_id: ${id}\n", amounts.formatted("${freight}")))
                .warnings())
        .hasSize(2)
        .first()
        .asString()
        .contains("write ${first(…, 0)} for shipping");
    String first = amounts.formatted("${first(freight, 0)}");
    assertThat(read(GOOD.replace("      order_id: ${id}\n", first)).warnings()).hasSize(1);
    assertThat(TablesFile.read("northwind").warnings()).isEmpty();
  }

  @Test
  void namesMayHoldAnything() throws IOException {
    SourceTables tables =
        read("{source: s, tables: {'\"Odd Shop\".\"or\"\"der.s\"': , plain: , a.b c: }}");
    assertThat(tables.tables())
        .extracting(table -> String.join("|", table.parts()))
        .containsExactly("Odd Shop|or\"der.s", "plain", "a|b c");
  }
}
