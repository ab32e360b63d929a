package io.shoplake.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The job jars on a standalone master with two workers, by the documented line. */
class SparkSubmitIT {

  private static final String SHORT = "-XX:+UseSerialGC -XX:TieredStopAtLevel=1";
  private static final Program STREAMING =
      new Program("jobs-streaming", "io.shoplake.streaming.Streaming");
  private static final Program BATCH = new Program("jobs-batch", "io.shoplake.batch.Batch");

  private record Program(String module, String mainClass) {}

  @Test
  void theJobJarsRunOnAStandaloneCluster(@TempDir Path folder) throws Exception {
    try (Shop shop = Shop.open(folder.resolve("home"))) {
      shop.succeed("simulate", "--days", "2", "--visitors", "60", "--seed", "3");
      Path sparkHome = Shop.repository().resolve(".shoplake/spark-home");
      int port = freePort();
      int page = freePort();
      List<Process> cluster = new ArrayList<>();
      try {
        cluster.add(
            daemon(
                sparkHome,
                folder.resolve("master.log"),
                List.of(
                    "org.apache.spark.deploy.master.Master",
                    "--host",
                    "127.0.0.1",
                    "--port",
                    String.valueOf(port),
                    "--webui-port",
                    String.valueOf(page))));
        for (int worker = 1; worker <= 2; worker++) {
          cluster.add(
              daemon(
                  sparkHome,
                  folder.resolve("worker" + worker + ".log"),
                  List.of(
                      "org.apache.spark.deploy.worker.Worker",
                      "--host",
                      "127.0.0.1",
                      "--webui-port",
                      String.valueOf(freePort()),
                      "-c",
                      "1",
                      "-m",
                      "1500m",
                      "-d",
                      folder.resolve("worker" + worker).toString(),
                      "spark://127.0.0.1:" + port)));
        }
        awaitWorkers(page);
        String master = "spark://127.0.0.1:" + port;
        submit(shop, sparkHome, master, STREAMING, "stream", "all", "--trigger", "available-now");
        submit(shop, sparkHome, master, BATCH, "restate");
        submit(shop, sparkHome, master, BATCH, "gold");
      } finally {
        cluster.forEach(Process::destroy);
        for (Process process : cluster) {
          process.waitFor();
        }
      }
      assertThat(shop.succeed("ledger", "--no-warehouse")).contains("Everything is accounted for");
    }
  }

  private static void submit(
      Shop shop, Path sparkHome, String master, Program program, String... job) {
    List<String> command =
        new ArrayList<>(
            List.of(
                sparkHome.resolve("bin/spark-submit").toString(),
                "--master",
                master,
                "--executor-memory",
                "900m",
                // Short jobs: the full compiler would cost more than it saves.
                "--driver-java-options",
                SHORT,
                "--conf",
                "spark.executor.extraJavaOptions=" + SHORT,
                "--driver-memory",
                "900m",
                "--class",
                program.mainClass(),
                Shop.repository()
                    .resolve("%1$s/target/%1$s.jar".formatted(program.module()))
                    .toString()));
    command.addAll(List.of(job));
    Map<String, String> environment = new HashMap<>(shop.services());
    environment.putAll(spark(sparkHome));
    Shop.Outcome outcome = Shop.execute(shop.home(), command, environment);
    assertThat(outcome.exitCode()).as(command + "\n" + outcome.output()).isZero();
  }

  private static Map<String, String> spark(Path sparkHome) {
    return Map.of(
        "SPARK_HOME", sparkHome.toString(),
        "SPARK_SCALA_VERSION", "2.13",
        "SPARK_LOCAL_IP", "127.0.0.1");
  }

  private static Process daemon(Path sparkHome, Path log, List<String> program) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx300m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "--add-opens=java.base/java.nio=ALL-UNNAMED",
                "--add-opens=java.base/sun.nio.ch=ALL-UNNAMED",
                "-cp",
                sparkHome.resolve("jars") + "/*"));
    command.addAll(program);
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
    builder.environment().putAll(spark(sparkHome));
    return builder.start();
  }

  private static void awaitWorkers(int page) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:%d/json/".formatted(page))).build();
    for (int attempt = 0; attempt < 240; attempt++) {
      try {
        String body =
            HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString()).body();
        if (body.split("\"ALIVE\"", -1).length - 1 >= 3) {
          return;
        }
      } catch (IOException e) {
        // The master is not listening yet.
      }
      Thread.sleep(250);
    }
    throw new AssertionError("the workers did not come up");
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }
}
