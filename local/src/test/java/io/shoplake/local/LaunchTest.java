package io.shoplake.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shoplake.cli.ExitCode;
import io.shoplake.cli.UserMistake;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LaunchTest {

  private static final long WHOLE = 150L << 20;

  @TempDir Path folder;
  private Path root;
  private Path java;

  @BeforeEach
  void aCheckoutThatIsBuilt() throws IOException {
    root = folder.resolve("a checkout");
    java = folder.resolve("jdk/bin/java");
    Path sparkJar = write(folder.resolve("m2/spark.jar"), "spark");
    for (String module :
        List.of("local", "ingest", "collector", "jobs-streaming", "jobs-batch", "jobs-refresh")) {
      write(root.resolve(module + "/target/" + module + ".jar"), module);
      write(root.resolve(module + "/target/classpath.txt"), sparkJar.toString());
    }
  }

  @Test
  void aWayInIsAPlainJavaProgram() {
    List<String> words = words("replay", "--topic", "shop.events", "a file.jsonl");

    assertThat(words).startsWith(java.toString());
    assertThat(words)
        .endsWith(
            "-cp",
            root.resolve("ingest/target/ingest.jar") + ":" + folder.resolve("m2/spark.jar"),
            "io.shoplake.ingest.Ingest",
            "replay",
            "--topic",
            "shop.events",
            "a file.jsonl");
  }

  @Test
  void theCollectorIsAPlainJavaProgramThatRunsOn() {
    assertThat(words("collect", "--port", "8000"))
        .endsWith("io.shoplake.collector.Collect", "--port", "8000")
        .contains("-Xmx1g")
        .doesNotContain("-XX:TieredStopAtLevel=1")
        .noneMatch(word -> word.startsWith("-XX:ArchiveClassesAtExit"));
    assertThat(words("collect", "--help")).contains("-XX:TieredStopAtLevel=1");
  }

  @Test
  void watchingRunsOnWhereSendingEnds() {
    assertThat(words("tail", "--rejected")).doesNotContain("-XX:TieredStopAtLevel=1");
    assertThat(words("send")).contains("-XX:TieredStopAtLevel=1");
  }

  @Test
  void printingNamesTheFoldersOfItsFiles() {
    assertThat(words("print"))
        .endsWith(
            "io.shoplake.parsing.PrintSchemas",
            root.resolve("lakehouse-layout/generated").toString(),
            root.resolve("parsing/generated").toString());
  }

  @Test
  void aBatchJobGoesThroughSparkSubmit() {
    assertThat(words("gold", "--day", "2026-03-01"))
        .contains("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx2g")
        .containsAll(Launch.SPARK_FLAGS)
        .endsWith(
            "-cp",
            folder.resolve("m2/spark.jar").toString(),
            "org.apache.spark.deploy.SparkSubmit",
            "--master",
            "local[2]",
            "--conf",
            "spark.sql.codegen.factoryMode=NO_CODEGEN",
            "--class",
            "io.shoplake.batch.Batch",
            root.resolve("jobs-batch/target/jobs-batch.jar").toString(),
            "gold",
            "--day",
            "2026-03-01");
  }

  @Test
  void refreshIsACommandByItself() {
    assertThat(words("refresh", "--dry-run"))
        .endsWith(
            "io.shoplake.refresh.Refresh",
            root.resolve("jobs-refresh/target/jobs-refresh.jar").toString(),
            "--dry-run");
  }

  @Test
  void aStreamThatRunsOnGetsTheFullCompiler() {
    assertThat(words("stream", "all", "--every", "PT10S"))
        .endsWith("stream", "all", "--every", "PT10S")
        .doesNotContain("-XX:TieredStopAtLevel=1");
    assertThat(words("load", "--every=PT1M")).doesNotContain("-XX:TieredStopAtLevel=1");
  }

  @Test
  void aStreamThatStopsAndAHelpTextStartFast() {
    assertThat(words("stream", "events", "--trigger", "available-now"))
        .contains("-XX:TieredStopAtLevel=1");
    assertThat(words("stream", "--help")).contains("-XX:TieredStopAtLevel=1");
  }

  @Test
  void anotherMasterIsASetting() {
    assertThat(launch(Map.of("SHOPLAKE_MASTER", "spark://h:7077"), "gold").words())
        .containsSubsequence("--master", "spark://h:7077");
  }

  @Test
  void sparkFindsItsHomeInTheEnvironment() {
    assertThat(launch(Map.of(), "gold").environment())
        .containsEntry("SPARK_HOME", root.resolve(".shoplake/spark-home").toString())
        .containsEntry("SPARK_SCALA_VERSION", "2.13")
        .containsEntry("SPARK_LOCAL_IP", "127.0.0.1");
  }

  @Test
  void theEndpointsOfTheHomeAreAddedToTheEnvironment() throws IOException {
    Path home = folder.resolve("my home");
    write(home.resolve("services.env"), "SHOPLAKE_BROKERS=127.0.0.1:1\nSHOPLAKE_S3_SECRET_KEY=s\n");

    Invocation invocation = launch(Map.of(), "replay", "--home", home.toString(), "f.jsonl");

    assertThat(invocation.environment())
        .containsEntry("SHOPLAKE_BROKERS", "127.0.0.1:1")
        .containsEntry("SHOPLAKE_S3_SECRET_KEY", "s")
        .containsEntry("SHOPLAKE_HOME", home.toString());
    assertThat(invocation.words()).endsWith("replay", "f.jsonl");
    assertThat(invocation.words()).doesNotContain("s");
  }

  @Test
  void theHomeMayBeNamedByTheEnvironment() throws IOException {
    Path home = folder.resolve("other");
    write(home.resolve("services.env"), "SHOPLAKE_BROKERS=127.0.0.1:2\n");

    assertThat(launch(Map.of("SHOPLAKE_HOME", home.toString()), "topics", "list").environment())
        .containsEntry("SHOPLAKE_BROKERS", "127.0.0.1:2");
  }

  @Test
  void whatIsInTheEnvironmentWinsAlsoAsAFile() throws IOException {
    Path home = folder.resolve("home");
    write(
        home.resolve("services.env"), "SHOPLAKE_BROKERS=mine\nSHOPLAKE_WAREHOUSE_PASSWORD=mine\n");
    Map<String, String> environment =
        Map.of(
            "SHOPLAKE_HOME", home.toString(),
            "SHOPLAKE_BROKERS", "theirs",
            "SHOPLAKE_WAREHOUSE_PASSWORD_FILE", "/run/secrets/p");

    assertThat(launch(environment, "load").environment())
        .doesNotContainKey("SHOPLAKE_BROKERS")
        .doesNotContainKey("SHOPLAKE_WAREHOUSE_PASSWORD");
  }

  @Test
  void logsAreTextForPeopleAndJsonForPrograms() {
    assertThat(String.join(" ", words("gold"))).contains("log4j2-json.properties");
    assertThat(String.join(" ", launch(Map.of("SHOPLAKE_TERMINAL", "true"), "gold").words()))
        .contains("log4j2-text.properties");
  }

  @Test
  void theFirstRunWritesAnArchiveOfClassesAndLaterOnesUseIt() throws IOException {
    Path written = Path.of(after(words("gold"), "-XX:ArchiveClassesAtExit="));
    writeArchive(written, WHOLE);
    Files.setLastModifiedTime(written, FileTime.from(Instant.now().plusSeconds(60)));
    assertThat(String.join(" ", words("gold"))).doesNotContain("SharedArchiveFile");
    Files.setLastModifiedTime(written, FileTime.from(Instant.now().minusSeconds(60)));

    assertThat(after(words("ledger"), "-XX:SharedArchiveFile=")).contains("spark-jobs-batch-");
  }

  @Test
  void oneRunAtATimeWritesAnArchiveUntilItMustHaveEndedWithoutOne() throws IOException {
    Path claimed = Path.of(after(words("gold"), "-XX:ArchiveClassesAtExit="));
    assertThat(String.join(" ", words("gold"))).doesNotContain("ArchiveClassesAtExit");
    Files.setLastModifiedTime(claimed, FileTime.from(Instant.now().minusSeconds(3600)));

    assertThat(after(words("gold"), "-XX:ArchiveClassesAtExit=")).isNotEqualTo(claimed.toString());
    assertThat(claimed).doesNotExist();
  }

  @Test
  void theArchiveOfRefreshServesAllJobs() throws IOException {
    writeArchive(Path.of(after(words("refresh"), "-XX:ArchiveClassesAtExit=")), WHOLE);

    assertThat(after(words("gold"), "-XX:SharedArchiveFile=")).contains("spark-refresh-");
  }

  @Test
  void theArchiveOfAJobThatFailedEarlyIsThrownAway() throws IOException {
    Path written = Path.of(after(words("gold"), "-XX:ArchiveClassesAtExit="));
    writeArchive(written, 30 << 20);

    after(words("gold"), "-XX:ArchiveClassesAtExit=");
    assertThat(written).doesNotExist();
  }

  @Test
  void aHelpTextWritesNoArchive() {
    assertThat(String.join(" ", words("gold", "--help"))).doesNotContain("ArchiveClassesAtExit");
  }

  @Test
  void anotherJarMeansAnotherArchive() throws IOException {
    String before = after(words("gold"), "-XX:ArchiveClassesAtExit=");
    write(folder.resolve("m2/spark.jar"), "a newer spark");

    assertThat(after(words("gold"), "-XX:ArchiveClassesAtExit=").replaceFirst("\\.jsa.*", ""))
        .isNotEqualTo(before.replaceFirst("\\.jsa.*", ""));
  }

  @Test
  void theSparkHomeHoldsLinksToItsJars() throws IOException {
    words("gold");

    Path sparkHome = root.resolve(".shoplake/spark-home");
    assertThat(sparkHome.resolve("jars/spark.jar")).isSymbolicLink().hasContent("spark");
    assertThat(sparkHome.resolve("bin/spark-submit")).isExecutable();
    assertThat(sparkHome.resolve("conf")).isEmptyDirectory();
  }

  @Test
  void aJarThatSparkNoLongerNeedsIsUnlinked() throws IOException {
    words("gold");
    Path other = write(folder.resolve("m2/other.jar"), "other");
    write(root.resolve("jobs-refresh/target/classpath.txt"), other.toString());
    words("gold");

    assertThat(root.resolve(".shoplake/spark-home/jars"))
        .isDirectoryContaining("glob:**/other.jar")
        .isDirectoryNotContaining("glob:**/spark.jar");
  }

  @Test
  void anUnknownCommandIsAMistakeThatNamesNearOnes() {
    assertThatThrownBy(() -> words("gld"))
        .isInstanceOfSatisfying(
            UserMistake.class, e -> assertThat(e.exitCode()).isEqualTo(ExitCode.USAGE))
        .hasMessageContaining("'gld'")
        .hasMessageContaining("gold")
        .hasMessageContaining("./shoplake --help");
  }

  @Test
  void whatIsNotBuiltIsNamedWithTheWayOut() throws IOException {
    Files.delete(root.resolve("jobs-batch/target/jobs-batch.jar"));

    assertThatThrownBy(() -> words("gold"))
        .isInstanceOfSatisfying(
            UserMistake.class, e -> assertThat(e.exitCode()).isEqualTo(ExitCode.CONFIGURATION))
        .hasMessageContaining("jobs-batch.jar")
        .hasMessageContaining("mvn -DskipTests package");
  }

  private List<String> words(String... arguments) {
    return launch(Map.of(), arguments).words();
  }

  private Invocation launch(Map<String, String> environment, String... arguments) {
    Map<String, String> all = new HashMap<>(environment);
    all.put("SHOPLAKE_ROOT", root.toString());
    return new Launch(new Installation(root, java), all)
        .invocation(new ArrayList<>(List.of(arguments)));
  }

  private static String after(List<String> words, String prefix) {
    return words.stream()
        .filter(word -> word.startsWith(prefix))
        .map(word -> word.substring(prefix.length()))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no %s in %s".formatted(prefix, words)));
  }

  /** An archive that nobody writes to any more; its bytes take no place on the disk. */
  private static void writeArchive(Path file, long bytes) throws IOException {
    try (RandomAccessFile archive = new RandomAccessFile(file.toFile(), "rw")) {
      archive.setLength(bytes);
    }
    Files.setLastModifiedTime(file, FileTime.from(Instant.now().minusSeconds(60)));
  }

  private static Path write(Path file, String text) throws IOException {
    Files.createDirectories(file.getParent());
    return Files.writeString(file, text);
  }
}
