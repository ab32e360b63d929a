package io.shoplake.ingest.jdbc;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shoplake.cli.ExitCode;
import io.shoplake.cli.UserMistake;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is wrong with an address is said before anything is asked of it. */
class DatabaseTest {

  private static final Path DRIVERS = Path.of("/nowhere/drivers");

  @ParameterizedTest
  @CsvSource({
    "jdbc:mysql://db/shop,mysql-connector-j-VERSION.jar",
    "jdbc:mariadb://db/shop,mariadb-java-client-VERSION.jar"
  })
  void aMissingDriverIsNamedWithTheFolderToPutItIn(String url, String jar) {
    assertThatThrownBy(() -> new Database(url, "reader", "", DRIVERS))
        .isInstanceOf(UserMistake.class)
        .hasMessageContaining("put " + jar + " into the folder '/nowhere/drivers'")
        .hasFieldOrPropertyWithValue("exitCode", ExitCode.CONFIGURATION);
  }

  @Test
  void thePostgresDriverComesAlong() {
    new Database("jdbc:postgresql://db/shop", "reader", "", DRIVERS);
  }

  @ParameterizedTest
  @CsvSource({
    "jdbc:oracle:thin:@db,must begin with jdbc:postgresql:",
    "jdbc:postgresql://db/shop?user=a&password=b,holds a password",
    "jdbc:mysql://reader:secret@db/shop,holds a password",
    "jdbc:mysql://reader:sec/ret@db/shop,holds a password",
    "jdbc:mariadb://reader:sec?ret@db/shop,holds a password"
  })
  void anAddressThatCannotBeUsedIsRefused(String url, String reason) {
    assertThatThrownBy(() -> new Database(url, "reader", "", DRIVERS))
        .isInstanceOf(UserMistake.class)
        .hasMessageContaining(reason)
        .hasMessageNotContaining("sec")
        .hasFieldOrPropertyWithValue("exitCode", ExitCode.USAGE);
  }
}
