package io.shoplake.parsing;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import picocli.CommandLine.Option;

/** What a message may be. */
public final class ParsingOptions {

  @Option(
      names = "--max-event-bytes",
      paramLabel = "BYTES",
      defaultValue = "1048576",
      description = "Larger messages are rejected as too_large.")
  private int maxEventBytes = Limits.DEFAULT.maxEventBytes();

  @Option(
      names = "--max-future",
      paramLabel = "DURATION",
      defaultValue = "PT1H",
      description = "How far a time may lie after the arrival of its message.")
  private Duration maxFuture = Limits.DEFAULT.maxFuture();

  @Option(
      names = "--shops",
      paramLabel = "FILE",
      defaultValue = "${env:SHOPLAKE_SHOPS}",
      description = "The shop file (SHOPLAKE_SHOPS). Without it: one shop, main, with defaults.")
  private String shops;

  private Map<String, String> environment = System.getenv();

  /** With the shop file {@code file} and the defaults. */
  public static ParsingOptions with(Path file) {
    ParsingOptions options = new ParsingOptions();
    options.shops = file.toString();
    return options;
  }

  /** With secrets from {@code other} in place of the environment. */
  public ParsingOptions withEnvironment(Map<String, String> other) {
    environment = other;
    return this;
  }

  public Limits limits() {
    return new Limits(maxEventBytes, maxFuture);
  }

  public Shops shops() {
    return Shops.named(shops);
  }

  public Pseudonyms pseudonyms() {
    return Pseudonyms.of(environment);
  }
}
