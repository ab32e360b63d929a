package io.shoplake.local.services;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shoplake.cli.ExitCode;
import io.shoplake.cli.UserMistake;
import io.shoplake.local.EnvironmentFile;
import io.shoplake.local.Home;
import io.shoplake.local.Installation;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The real services, as child processes. */
class ServicesIT {

  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
  private static final Path JAVA = Path.of(ProcessHandle.current().info().command().orElseThrow());

  @TempDir Path folder;
  private Home home;

  @BeforeEach
  void aHomeWithASpaceInItsName() {
    home = new Home(folder.resolve("a home"));
  }

  @AfterEach
  void nothingIsLeftRunning() {
    services().stop();
  }

  @Test
  void allServicesStartSideBySideAndSayWhereTheyAre() {
    Map<String, String> settings = services().start(List.of(), Map.of());

    assertThat(settings)
        .containsOnlyKeys(
            "SHOPLAKE_BROKERS",
            "SHOPLAKE_LAKE",
            "SHOPLAKE_S3_ENDPOINT",
            "SHOPLAKE_S3_ACCESS_KEY",
            "SHOPLAKE_S3_SECRET_KEY",
            "SHOPLAKE_S3_REGION",
            "SHOPLAKE_WAREHOUSE_URL",
            "SHOPLAKE_WAREHOUSE_USER",
            "SHOPLAKE_WAREHOUSE_PASSWORD")
        .isEqualTo(EnvironmentFile.read(home.servicesFile()));
    assertThat(services().status())
        .extracting(Services.Status::state)
        .containsExactly("running", "running", "running");
    assertThat(home.data("s3").resolve("lake")).isDirectory();
  }

  @Test
  void secretsAreForTheOwnerAloneAndNotOnAnyCommandLine() throws IOException {
    Map<String, String> settings = services().start(List.of(), Map.of());

    for (Path file : List.of(home.servicesFile(), home.keptFile(), home.run("s3.properties"))) {
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
          .as(file.toString())
          .isEqualTo("rw-------");
    }
    for (Services.Status service : services().status()) {
      assertThat(Files.readString(Path.of("/proc/" + service.pid() + "/cmdline")))
          .doesNotContain(settings.get("SHOPLAKE_WAREHOUSE_PASSWORD"))
          .doesNotContain(settings.get("SHOPLAKE_S3_SECRET_KEY"));
    }
  }

  @Test
  void aSecondStartChangesNothing() {
    Map<String, String> first = services().start(List.of("s3"), Map.of());
    long pid = status("s3").pid();

    assertThat(services().start(List.of("s3"), Map.of())).isEqualTo(first);
    assertThat(status("s3").pid()).isEqualTo(pid);
  }

  @Test
  void oneServiceAloneAndAnotherLater() {
    assertThat(services().start(List.of("kafka"), Map.of())).containsOnlyKeys("SHOPLAKE_BROKERS");
    assertThat(services().start(List.of("s3"), Map.of()))
        .containsKeys("SHOPLAKE_BROKERS", "SHOPLAKE_LAKE");
  }

  @Test
  void dataPortsAndPasswordsSurviveDownAndUp() throws SQLException {
    Map<String, String> before = services().start(List.of(), Map.of());
    try (Connection warehouse = connect(before)) {
      warehouse.createStatement().execute("CREATE TABLE kept AS SELECT 42 AS answer");
    }
    assertThat(services().stop()).containsExactlyInAnyOrder("kafka", "s3", "postgres");
    assertThat(home.servicesFile()).doesNotExist();

    Map<String, String> after = services().start(List.of(), Map.of());

    assertThat(after).isEqualTo(before);
    try (Connection warehouse = connect(after);
        var rows = warehouse.createStatement().executeQuery("SELECT answer FROM kept")) {
      assertThat(rows.next()).isTrue();
      assertThat(rows.getInt(1)).isEqualTo(42);
    }
  }

  @Test
  void theWarehouseRefusesAWrongPassword() {
    Map<String, String> settings = services().start(List.of("postgres"), Map.of());

    assertThatThrownBy(
            () ->
                DriverManager.getConnection(
                    settings.get("SHOPLAKE_WAREHOUSE_URL"),
                    settings.get("SHOPLAKE_WAREHOUSE_USER"),
                    "wrong"))
        .isInstanceOf(SQLException.class)
        .hasMessageContaining("password authentication failed");
  }

  @Test
  void aServiceThatWasKilledIsToldFromOneThatRunsAndStartsAgain() {
    services().start(List.of("postgres", "s3"), Map.of());
    long killed = status("postgres").pid();
    kill(killed);

    assertThat(status("postgres").state()).isEqualTo("died");
    assertThat(status("s3").state()).isEqualTo("running");
    services().start(List.of("postgres"), Map.of());
    assertThat(status("postgres").isRunning()).isTrue();
    assertThat(status("postgres").pid()).isNotEqualTo(killed);
  }

  @Test
  void anotherProcessWithTheRecordedNumberIsLeftAlone() throws IOException {
    services().start(List.of("s3"), Map.of());
    services().stop();
    Process stranger = new ProcessBuilder("sleep", "300").start();
    try {
      new Running(
              "s3",
              stranger.pid(),
              stranger.info().startInstant().orElseThrow().minus(Duration.ofHours(1)),
              1)
          .write(home);

      assertThat(status("s3").state()).isEqualTo("died");
      assertThat(services().stop()).isEmpty();
      assertThat(stranger.isAlive()).isTrue();
    } finally {
      stranger.destroyForcibly();
    }
  }

  @Test
  void aWantedPortThatIsTakenIsNamed() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      int port = taken.getLocalPort();
      assertThatThrownBy(() -> services().start(List.of("s3"), Map.of("s3", port)))
          .isInstanceOfSatisfying(
              UserMistake.class, e -> assertThat(e.exitCode()).isEqualTo(ExitCode.CONFIGURATION))
          .hasMessageContaining("Port " + port)
          .hasMessageContaining("--s3-port");
    }
  }

  @Test
  void aWantedPortIsUsed() {
    int port = Ports.free();

    assertThat(services().start(List.of("s3"), Map.of("s3", port)))
        .containsEntry("SHOPLAKE_S3_ENDPOINT", "http://127.0.0.1:" + port);
  }

  @Test
  void whenTheLastPortIsTakenAnotherOneIsFound() throws IOException {
    services().start(List.of("s3"), Map.of());
    int port = status("s3").port();
    services().stop();
    try (ServerSocket taken = new ServerSocket(port, 1, InetAddress.getByName("127.0.0.1"))) {
      services().start(List.of("s3"), Map.of());
      assertThat(status("s3").port()).isNotEqualTo(taken.getLocalPort());
    }
  }

  @Test
  void aServiceThatEndsWhileStartingShowsTheEndOfItsLog() throws IOException {
    services().start(List.of("postgres"), Map.of());
    services().stop();
    Files.writeString(
        home.data("postgres").resolve("postgresql.auto.conf"), "no_such_setting = 1\n");

    assertThatThrownBy(() -> services().start(List.of("postgres"), Map.of()))
        .isInstanceOfSatisfying(
            UserMistake.class, e -> assertThat(e.exitCode()).isEqualTo(ExitCode.CONFIGURATION))
        .hasMessageContaining("PostgreSQL ended while starting")
        .hasMessageContaining("no_such_setting")
        .hasMessageContaining(home.log("postgres").toString());
    assertThat(status("postgres").state()).isEqualTo("stopped");
  }

  @Test
  void dataWhosePasswordIsLostIsSaidToBe() throws IOException {
    services().start(List.of("postgres"), Map.of());
    services().stop();
    Files.delete(home.keptFile());

    assertThatThrownBy(() -> services().start(List.of("postgres"), Map.of()))
        .isInstanceOf(UserMistake.class)
        .hasMessageContaining("password")
        .hasMessageContaining("./shoplake wipe");
  }

  @Test
  void wipeDeletesTheDataAndTheNextStartBeginsAnew() throws SQLException {
    Map<String, String> before = services().start(List.of("postgres"), Map.of());
    services().stop();
    services().wipe();
    assertThat(home.folder()).isEmptyDirectory();

    Map<String, String> after = services().start(List.of("postgres"), Map.of());
    assertThat(after.get("SHOPLAKE_WAREHOUSE_PASSWORD"))
        .isNotEqualTo(before.get("SHOPLAKE_WAREHOUSE_PASSWORD"));
  }

  @Test
  void anUnknownServiceIsNamed() {
    assertThatThrownBy(() -> services().start(List.of("redis"), Map.of()))
        .isInstanceOfSatisfying(
            UserMistake.class, e -> assertThat(e.exitCode()).isEqualTo(ExitCode.USAGE))
        .hasMessage("There is no service 'redis'; there are kafka, s3, postgres.");
  }

  @Test
  void aHomeThatIsAFileIsSaidToBeUnusable() throws IOException {
    home = new Home(Files.writeString(folder.resolve("file"), ""));

    assertThatThrownBy(() -> services().start(List.of("s3"), Map.of()))
        .isInstanceOf(UserMistake.class)
        .hasMessageContaining("cannot be written to")
        .hasMessageContaining("--home");
    home = new Home(folder.resolve("another"));
  }

  /** As every command of the launcher does: nothing is remembered but what is in the home. */
  private Services services() {
    return new Services(new Installation(ROOT, JAVA), home);
  }

  private Services.Status status(String name) {
    return services().status().stream()
        .filter(status -> status.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private static Connection connect(Map<String, String> settings) throws SQLException {
    return DriverManager.getConnection(
        settings.get("SHOPLAKE_WAREHOUSE_URL"),
        settings.get("SHOPLAKE_WAREHOUSE_USER"),
        settings.get("SHOPLAKE_WAREHOUSE_PASSWORD"));
  }

  private static void kill(long pid) {
    ProcessHandle process = ProcessHandle.of(pid).orElseThrow();
    process.destroyForcibly();
    process.onExit().join();
  }
}
