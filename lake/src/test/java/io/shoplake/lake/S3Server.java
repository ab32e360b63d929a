package io.shoplake.lake;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.hadoop.conf.Configuration;

/** The embedded S3 server, in a JVM of its own, with one bucket. */
final class S3Server implements AutoCloseable {

  static final String BUCKET = "lake";

  private static final Path MODULE = Path.of("../local/s3/target");
  private static final String KEY = "tests-access-key";
  private static final String SECRET = "tests-secret-key";
  private static final int MOST_ATTEMPTS = 600;

  private final Process process;
  private final int port;

  private S3Server(Process process, int port) {
    this.process = process;
    this.port = port;
  }

  /** Starts one that keeps its data in {@code folder} and waits until it answers. */
  static S3Server start(Path folder) throws IOException, InterruptedException {
    int port = freePort();
    Path data = Files.createDirectories(folder.resolve("data"));
    Files.createDirectories(data.resolve(BUCKET));
    Path file = folder.resolve("s3.properties");
    Files.writeString(
        file,
        """
        s3proxy.endpoint=http://127.0.0.1:%d
        s3proxy.authorization=aws-v2-or-v4
        s3proxy.identity=%s
        s3proxy.credential=%s
        jclouds.provider=filesystem
        jclouds.filesystem.basedir=%s
        """
            .formatted(port, KEY, SECRET, data));
    String classPath =
        Files.readString(MODULE.resolve("classpath.txt")).strip()
            + File.pathSeparator
            + MODULE.resolve("classes");
    Process process =
        new ProcessBuilder(
                List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-Xmx200m",
                    "-XX:+UseSerialGC",
                    "-XX:TieredStopAtLevel=1",
                    "-cp",
                    classPath,
                    "org.gaul.s3proxy.Main",
                    "--properties",
                    file.toString()))
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("s3.log").toFile())
            .start();
    S3Server server = new S3Server(process, port);
    server.awaitAnswer();
    return server;
  }

  int port() {
    return port;
  }

  /** Hadoop settings of a client that reaches the server through {@code port}. */
  static Configuration settings(int port) {
    Configuration configuration = new Configuration();
    SparkSessions.s3("http://127.0.0.1:" + port, "us-east-1", KEY, SECRET)
        .forEach((name, value) -> configuration.set(name.replace("spark.hadoop.", ""), value));
    return configuration;
  }

  private void awaitAnswer() throws IOException, InterruptedException {
    for (int attempt = 0; attempt < MOST_ATTEMPTS && process.isAlive(); attempt++) {
      try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
        return;
      } catch (IOException e) {
        Thread.sleep(100);
      }
    }
    close();
    throw new IOException("The S3 server did not start");
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  @Override
  public void close() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }
}
