package io.shoplake.batch;

import static io.shoplake.layout.silver.Customers.CUSTOMERS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shoplake.batch.LakeCommand.UpgradeTables;
import io.shoplake.cli.UserMistake;
import io.shoplake.lake.Lake;
import io.shoplake.lake.TempLake;
import io.shoplake.layout.Field;
import io.shoplake.layout.Table;
import io.shoplake.layout.gold.DailyQuality;
import io.shoplake.layout.ops.Ledger;
import io.shoplake.parsing.Shops;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LakeCommandTest {

  @TempDir Path folder;

  @Test
  void anUpgradeSaysWhatItDoesAndRefusesWhatItCannotDo() {
    Lake lake = TempLake.in(folder);
    lake.create(without(CUSTOMERS, "city"));
    lake.create(Ledger.LEDGER);

    assertThat(upgrade(lake, true))
        .containsExactly(
            "silver.customers           would have: column city added",
            "ops.ledger                 is up to date");
    assertThat(lake.version(CUSTOMERS)).isZero();
    assertThat(upgrade(lake, false)).first().asString().endsWith(" column city added");
    assertThat(upgrade(lake, false)).first().asString().endsWith(" is up to date");
    lake.create(CUSTOMERS);

    lake.create(without(Ledger.LEDGER_DAYS, "accepted"));
    assertThatThrownBy(() -> upgrade(lake, false))
        .isInstanceOf(UserMistake.class)
        .hasMessageContaining("ops.ledger_days has no column accepted, which every row needs;");
  }

  @Test
  void whatGoldReadsMustHaveItsDeclaredColumnsAlsoToSayWhatItWouldBuild() {
    Table gold = DailyQuality.DAILY_QUALITY;
    for (Table lacking : gold.sources()) {
      Lake lake = TempLake.in(folder.resolve(lacking.name()));
      lake.create(gold);
      for (Table source : gold.sources()) {
        String last = source.fields().get(source.fields().size() - 1).name();
        lake.create(source.equals(lacking) ? without(source, last) : source);
      }
      assertThatThrownBy(() -> GoldJob.say(lake, gold, Shops.DEFAULT, null))
          .isInstanceOf(UserMistake.class)
          .hasMessageContainingAll(lacking.qualifiedName(), "./shoplake lake upgrade");
    }
  }

  private static List<String> upgrade(Lake lake, boolean dryRun) {
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    UpgradeTables.upgrade(lake, dryRun, new PrintStream(said, true, StandardCharsets.UTF_8));
    return said.toString(StandardCharsets.UTF_8).lines().toList();
  }

  /** The table as it was before {@code column} was declared. */
  static Table without(Table table, String column) {
    List<Field> fields =
        table.fields().stream().filter(field -> !field.name().equals(column)).toList();
    assertThat(fields).hasSize(table.fields().size() - 1);
    return new Table(
        table.layer(),
        table.name(),
        table.comment(),
        table.sources(),
        fields,
        table.key(),
        table.clusterBy(),
        table.statistics(),
        table.checks(),
        table.ratios(),
        table.reach(),
        table.keep(),
        table.schema());
  }
}
