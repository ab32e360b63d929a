package io.shoplake.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LauncherTest {

  private static final Path LAUNCHER = Path.of("..", "shoplake").toAbsolutePath().normalize();
  private static final Path SPARK_SUBMIT =
      Path.of("src/main/resources/spark/spark-submit").toAbsolutePath();

  @TempDir Path folder;

  @Test
  void bashReadsTheScripts() throws Exception {
    for (Path script : List.of(LAUNCHER, SPARK_SUBMIT)) {
      assertThat(run(Map.of(), "bash", "-n", script.toString())).isEqualTo(new Outcome(0, ""));
    }
  }

  @Test
  void shellcheckFindsNothing() throws Exception {
    assumeTrue(isInstalled("shellcheck"), "shellcheck is not installed");
    for (Path script : List.of(LAUNCHER, SPARK_SUBMIT)) {
      assertThat(run(Map.of(), "shellcheck", script.toString())).isEqualTo(new Outcome(0, ""));
    }
  }

  @Test
  void withoutAJdkItSaysWhatToInstall() throws Exception {
    Path checkout = copyOfTheLauncher(folder.resolve("a b"));
    String script =
        Files.readString(checkout.resolve("shoplake"))
            // This machine has one in a usual place.
            .replaceAll("/usr/lib/jvm/\\*|/opt/java/\\*|/opt/jdk\\*", "/nowhere");
    Files.writeString(checkout.resolve("shoplake"), script);
    Path programs = programs("bash", "dirname", "readlink", "sed", "cat");

    Outcome outcome =
        run(
            Map.of("PATH", programs.toString(), "JAVA_HOME", "", "HOME", folder.toString()),
            programs.resolve("bash").toString(),
            checkout.resolve("shoplake").toString(),
            "status");

    assertThat(outcome.exitCode()).isEqualTo(3);
    assertThat(outcome.output()).contains("No JDK 17 or later").contains("openjdk-17-jdk");
    assertThat(outcome.output().lines()).hasSize(1);
  }

  @Test
  void aFailedBuildEndsWithItsLog() throws Exception {
    Path checkout = copyOfTheLauncher(folder.resolve("checkout"));
    Path programs =
        programs(
            "bash", "dirname", "readlink", "sed", "cat", "find", "mkdir", "sleep", "tail", "grep");
    Files.writeString(
        programs.resolve("mvn"), "#!/bin/sh\necho '[ERROR] No such package.'\nexit 1\n");
    assertThat(programs.resolve("mvn").toFile().setExecutable(true)).isTrue();

    Outcome outcome =
        run(
            Map.of("PATH", programs.toString(), "JAVA_HOME", javaHome()),
            checkout.resolve("shoplake").toString(),
            "status");

    assertThat(outcome.exitCode()).isEqualTo(3);
    assertThat(outcome.output())
        .contains("downloads the packages")
        .contains("[ERROR] No such package.")
        .contains(checkout.resolve(".shoplake/build.log").toString());
  }

  private static Path copyOfTheLauncher(Path checkout) throws IOException {
    Files.createDirectories(checkout);
    Path copy = Files.copy(LAUNCHER, checkout.resolve("shoplake"));
    assertThat(copy.toFile().setExecutable(true)).isTrue();
    return checkout;
  }

  /** A folder with nothing but these programs, to be all of PATH. */
  private Path programs(String... names) throws IOException {
    Path programs = Files.createDirectories(folder.resolve("programs"));
    for (String name : names) {
      for (String place : List.of("/bin", "/usr/bin")) {
        Path program = Path.of(place, name);
        if (Files.isExecutable(program) && !Files.exists(programs.resolve(name))) {
          Files.createSymbolicLink(programs.resolve(name), program);
        }
      }
    }
    return programs;
  }

  private static String javaHome() {
    return Path.of(ProcessHandle.current().info().command().orElseThrow())
        .getParent()
        .getParent()
        .toString();
  }

  private static boolean isInstalled(String program) {
    try {
      return new ProcessBuilder(program, "--version").start().waitFor() == 0;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Outcome run(Map<String, String> environment, String... words) throws Exception {
    ProcessBuilder builder =
        new ProcessBuilder(new ArrayList<>(List.of(words))).redirectErrorStream(true);
    builder.environment().putAll(environment);
    Process process = builder.start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Outcome(process.waitFor(), output);
  }

  private record Outcome(int exitCode, String output) {}
}
