package io.shoplake.collector;

import io.shoplake.cli.ExitCode;
import io.shoplake.cli.UserMistake;
import io.shoplake.layout.Topic;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import picocli.CommandLine.Option;

/** Where the collector listens, whom it hears and how much it takes. */
final class CollectorOptions {

  /** A third of the memory of the JVM that the launcher starts must hold several bodies. */
  private static final int MOST_BODY_BYTES = 64 * 1024 * 1024;

  @Option(
      names = "--host",
      paramLabel = "HOST",
      defaultValue = "${env:SHOPLAKE_COLLECT_HOST:-127.0.0.1}",
      description = "Address to listen at; 0.0.0.0 for all (environment: SHOPLAKE_COLLECT_HOST).")
  String host;

  @Option(
      names = "--port",
      paramLabel = "PORT",
      defaultValue = "${env:SHOPLAKE_COLLECT_PORT:-8000}",
      description =
          "Port to listen at; 0 for any that is free (environment: SHOPLAKE_COLLECT_PORT).")
  int port;

  @Option(
      names = "--open",
      description = "Take events from anybody, without an API key; for trying it.")
  boolean isOpen;

  @Option(
      names = "--allow-origin",
      paramLabel = "ORIGIN",
      split = ",",
      defaultValue = "${env:SHOPLAKE_COLLECT_ORIGINS:-*}",
      description =
          "Origins of pages that may send, such as https://shop.example; * for all (environment:"
              + " SHOPLAKE_COLLECT_ORIGINS).")
  Set<String> origins = new TreeSet<>();

  @Option(
      names = "--honour-do-not-track",
      // A flag alone would undo what the environment says.
      arity = "0..1",
      fallbackValue = "true",
      defaultValue = "${env:SHOPLAKE_COLLECT_HONOUR_DO_NOT_TRACK:-false}",
      description =
          "Store nothing of browsers that send DNT or Sec-GPC (environment:"
              + " SHOPLAKE_COLLECT_HONOUR_DO_NOT_TRACK).")
  boolean honoursDoNotTrack;

  @Option(
      names = "--trusted-proxies",
      paramLabel = "NETWORK",
      split = ",",
      defaultValue = "${env:SHOPLAKE_COLLECT_TRUSTED_PROXIES:-}",
      description =
          "Addresses or networks of proxies of yours, such as 127.0.0.1 or 10.0.0.0/8; from them"
              + " alone X-Forwarded-For is taken (environment: SHOPLAKE_COLLECT_TRUSTED_PROXIES).")
  Set<String> trustedProxies = new TreeSet<>();

  @Option(
      names = "--max-body-bytes",
      paramLabel = "BYTES",
      defaultValue = "5242880",
      description = "Greatest body, as it is sent and unpacked.")
  int maxBodyBytes;

  @Option(
      names = "--max-event-bytes",
      paramLabel = "BYTES",
      defaultValue = "1048576",
      description = "Greatest event.")
  int maxEventBytes;

  @Option(
      names = "--max-events",
      paramLabel = "N",
      defaultValue = "1000",
      description = "Most events in one body.")
  int maxEvents;

  @Option(
      names = "--body-timeout",
      paramLabel = "DURATION",
      defaultValue = "PT2M",
      description = "How long a body may take to arrive.")
  Duration bodyTimeout;

  @Option(
      names = "--events-per-minute",
      paramLabel = "N",
      defaultValue = "600000",
      description = "Most events of one API key in a minute.")
  long eventsPerMinute;

  @Option(
      names = "--requests-per-minute",
      paramLabel = "N",
      defaultValue = "6000",
      description = "Most requests of one client address in a minute.")
  long requestsPerMinute;

  @Option(
      names = "--delivery-timeout",
      paramLabel = "DURATION",
      defaultValue = "PT10S",
      description = "How long Kafka may take to store an event before the client is asked to wait.")
  Duration deliveryTimeout;

  @Option(
      names = "--stop-timeout",
      paramLabel = "DURATION",
      defaultValue = "PT30S",
      description = "How long SIGTERM waits for the requests that are not answered yet.")
  Duration stopTimeout;

  Limits limits() {
    return new Limits(maxBodyBytes, maxEventBytes, maxEvents, bodyTimeout);
  }

  Proxies proxies() {
    return new Proxies(trustedProxies);
  }

  void validate() {
    require(port >= 0 && port <= 65_535, "--port must lie between 0 and 65535.");
    require(
        maxBodyBytes > 0 && maxBodyBytes <= MOST_BODY_BYTES,
        "--max-body-bytes must lie between 1 and %,d.".formatted(MOST_BODY_BYTES));
    require(
        maxEventBytes > 0 && maxEventBytes <= Topic.MAX_MESSAGE_BYTES / 4,
        "--max-event-bytes must lie between 1 and %,d.".formatted(Topic.MAX_MESSAGE_BYTES / 4));
    require(maxEvents > 0, "--max-events must be 1 or more.");
    require(
        bodyTimeout.toMillis() >= 100 && bodyTimeout.toMinutes() < 60,
        "--body-timeout must lie between PT0.1S and PT1H.");
    require(
        eventsPerMinute >= maxEvents,
        "--events-per-minute must not be less than --max-events, or a full body would never pass.");
    require(requestsPerMinute > 0, "--requests-per-minute must be 1 or more.");
    require(
        deliveryTimeout.toMillis() >= 100 && deliveryTimeout.toMinutes() < 60,
        "--delivery-timeout must lie between PT0.1S and PT1H.");
    require(!stopTimeout.isNegative(), "--stop-timeout must not be negative.");
  }

  private static void require(boolean isFine, String message) {
    if (!isFine) {
      throw new UserMistake(ExitCode.USAGE, message);
    }
  }
}
