package io.shoplake.local.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shoplake.cli.UserMistake;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TruthTest {

  @TempDir private Path folder;

  @Test
  void aMissingFileIsNamed() {
    assertThatThrownBy(() -> Truth.read(folder.resolve("nothing.json")))
        .isInstanceOf(UserMistake.class)
        .hasMessageContaining("nothing.json");
  }

  @Test
  void aFileWithoutTablesIsNoTruth() {
    assertRefused("{}", "no object 'tables'");
    assertRefused("[1", "is no truth file");
  }

  @Test
  void aTableThatTheCatalogueDoesNotHaveIsNamedInTheVerdict() throws IOException {
    Truth truth = read("{\"tables\": {\"daily_weather\": [{\"shop_id\": \"m\"}]}}");
    assertThat(truth.tables()).isEmpty();
    assertThat(new Verdict(List.of(), truth.homeless()).text())
        .contains(
            "Not compared, as the catalogue has no such gold tables: daily_weather (1 rows).");
  }

  @Test
  void anUnknownColumnIsRefusedRatherThanSkipped() {
    assertRefused(
        """
        {"tables": {"daily_activity": [{"shop_id": "m", "day": "2026-11-01", "rain": 1}]}}
        """,
        "'daily_activity' has no column 'rain'");
  }

  @Test
  void aRowWithoutItsKeyOrNamedTwiceIsRefused() {
    assertRefused("{\"tables\": {\"daily_activity\": [{\"shop_id\": \"m\"}]}}", "no 'day'");
    assertRefused(
        """
        {"tables": {"daily_activity": [{"shop_id": "m", "day": "2026-11-01"},
                                       {"shop_id": "m", "day": "2026-11-01"}]}}
        """,
        "shop_id=m day=2026-11-01 twice");
  }

  @Test
  void aMoneyTextThatIsNoNumberIsRefused() {
    assertRefused(
        """
        {"tables": {"daily_revenue": [
          {"shop_id": "m", "day": "2026-11-01", "currency": "EUR", "gross": "12,5"}]}}
        """,
        "'12,5' is no decimal(38,4)");
  }

  @Test
  void itSpeaksOfTheShopsOfAllItsTables() throws IOException {
    Truth truth =
        read(
            """
            {"tables": {"daily_quality": [],
              "daily_activity": [{"shop_id": "b", "day": "2026-11-01"},
                                 {"shop_id": "a", "day": "2026-11-01"}]}}
            """);
    assertThat(truth.shops()).containsExactly("a", "b");
  }

  private void assertRefused(String truth, String message) {
    assertThatThrownBy(() -> read(truth))
        .isInstanceOf(UserMistake.class)
        .hasMessageContaining(message);
  }

  private Truth read(String truth) throws IOException {
    return Truth.read(Files.writeString(folder.resolve("truth.json"), truth));
  }
}
