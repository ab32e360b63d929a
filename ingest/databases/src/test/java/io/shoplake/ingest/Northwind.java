package io.shoplake.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;

/** A public database, where there is one. */
final class Northwind {

  private static final Path DUMP = PublicData.folder("northwind").resolve("northwind.sql");

  private Northwind() {}

  /** Extracts it by JDBC into files. */
  static void extract(Path folder) throws Exception {
    assumeTrue(Files.isRegularFile(DUMP), "Skipped: there is no data set at " + DUMP);
    try (PostgresDatabase database = new PostgresDatabase()) {
      database.execute(Files.readString(DUMP));
      Run run =
          Run.of(
              new Ingest(),
              "extract",
              "jdbc",
              "--tables=northwind",
              "--url=" + database.url(),
              "--user=" + database.user(),
              "--to=" + folder);
      assertThat(run.exitCode()).as(run.err()).isZero();
    }
  }
}
