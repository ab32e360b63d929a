package io.shoplake.lake;

import io.shoplake.cli.ExitCode;
import io.shoplake.cli.Secrets;
import io.shoplake.cli.UserMistake;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Path;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Option;

/** Where the lake is; opens it. */
public final class LakeOptions {

  private static final int CONNECT_MILLIS = 3_000;

  @Option(
      names = "--lake",
      paramLabel = "URI",
      defaultValue = "${env:SHOPLAKE_LAKE}",
      description = "Root of the lake, s3a://BUCKET/… or file:/… (SHOPLAKE_LAKE).")
  String lake;

  @Option(
      names = "--s3-endpoint",
      paramLabel = "URL",
      defaultValue = "${env:SHOPLAKE_S3_ENDPOINT}",
      description =
          "S3 server; without it the cloud's own (SHOPLAKE_S3_ENDPOINT). Keys come from"
              + " SHOPLAKE_S3_ACCESS_KEY and SHOPLAKE_S3_SECRET_KEY, or from files named by the same"
              + " with _FILE.")
  String s3Endpoint;

  @Option(
      names = "--s3-region",
      paramLabel = "NAME",
      defaultValue = "${env:SHOPLAKE_S3_REGION:-us-east-1}",
      description = "Region of the S3 server (SHOPLAKE_S3_REGION).")
  String s3Region = "us-east-1";

  /**
   * Opens the lake in the Spark session that runs, else in a new one called {@code name} that ends
   * with the lake.
   *
   * @throws UserMistake if the lake is not set, cannot be reached, or lies on a store that would
   *     lose commits
   */
  public Lake open(String name) {
    String root = root();
    boolean onS3 = root.startsWith("s3a:");
    String endpoint = s3Endpoint == null ? "" : s3Endpoint.strip();
    if (onS3 && !endpoint.isEmpty()) {
      requireReachable(endpoint);
    }
    boolean isOurSession = SparkSession.getDefaultSession().isEmpty();
    SparkSession spark =
        SparkSessions.open(
            name,
            onS3
                ? SparkSessions.s3(
                    endpoint,
                    s3Region,
                    Secrets.of(System.getenv(), "SHOPLAKE_S3_ACCESS_KEY"),
                    Secrets.of(System.getenv(), "SHOPLAKE_S3_SECRET_KEY"))
                : Map.of());
    if (onS3) {
      requireConditionalWrites(root, spark.sessionState().newHadoopConf());
    }
    return isOurSession ? Lake.owning(spark, root) : Lake.at(spark, root);
  }

  private String root() {
    if (lake == null || lake.isBlank()) {
      throw new UserMistake(
          ExitCode.CONFIGURATION,
          "No lake is named: give --lake or set SHOPLAKE_LAKE, for example to s3a://lake or"
              + " file:/var/lib/shoplake.");
    }
    if (lake.startsWith("s3:")) {
      return "s3a:" + lake.substring("s3:".length());
    }
    if (!lake.matches("[a-z0-9]+:.*")) {
      return "file:" + Path.of(lake).toAbsolutePath();
    }
    return lake;
  }

  private static void requireReachable(String endpoint) {
    try {
      URI uri = new URI(endpoint.contains("://") ? endpoint : "http://" + endpoint);
      int port = uri.getPort() >= 0 ? uri.getPort() : "https".equals(uri.getScheme()) ? 443 : 80;
      try (Socket socket = new Socket()) {
        socket.connect(new InetSocketAddress(uri.getHost(), port), CONNECT_MILLIS);
      }
    } catch (URISyntaxException | IllegalArgumentException e) {
      throw new UserMistake(
          ExitCode.CONFIGURATION,
          "'%s' is no address of an S3 server; give --s3-endpoint as http://HOST:PORT."
              .formatted(endpoint),
          e);
    } catch (IOException e) {
      throw new UserMistake(
          ExitCode.UNREACHABLE,
          "The S3 server at %s does not answer (%s); start it, or set --s3-endpoint."
              .formatted(endpoint, e.getMessage()),
          e);
    }
  }

  private static void requireConditionalWrites(String root, Configuration configuration) {
    boolean isHonoured;
    try {
      isHonoured =
          ConditionalLogStore.isHonoured(new org.apache.hadoop.fs.Path(root), configuration);
    } catch (FileNotFoundException e) {
      throw new UserMistake(
          ExitCode.CONFIGURATION,
          "The bucket of %s does not exist; create it, or name another one with --lake."
              .formatted(root),
          e);
    } catch (AccessDeniedException e) {
      throw new UserMistake(
          ExitCode.CONFIGURATION,
          "The S3 keys may not write to %s; correct SHOPLAKE_S3_ACCESS_KEY and".formatted(root)
              + " SHOPLAKE_S3_SECRET_KEY, or the policy of the bucket.",
          e);
    } catch (IOException e) {
      throw new UserMistake(
          ExitCode.UNREACHABLE,
          "The lake at %s cannot be written: %s".formatted(root, e.getMessage()),
          e);
    }
    if (!isHonoured) {
      throw new UserMistake(
          ExitCode.CONFIGURATION,
          "The S3 server of %s ignores conditional writes, so commits would be lost; use one that"
                  .formatted(root)
              + " knows If-None-Match.");
    }
  }
}
