package io.shoplake.streaming;

import io.shoplake.parsing.Limits;
import io.shoplake.parsing.Pseudonyms;
import io.shoplake.parsing.Shops;
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
  int maxEventBytes = Limits.DEFAULT.maxEventBytes();

  @Option(
      names = "--max-future",
      paramLabel = "DURATION",
      defaultValue = "PT1H",
      description = "How far a time may lie after the arrival of its message.")
  Duration maxFuture = Limits.DEFAULT.maxFuture();

  @Option(
      names = "--shops",
      paramLabel = "FILE",
      defaultValue = "${env:SHOPLAKE_SHOPS}",
      description = "The shop file (SHOPLAKE_SHOPS). Without it: one shop, main, with defaults.")
  String shops;

  /** Where secrets stand. */
  Map<String, String> environment = System.getenv();

  Limits limits() {
    return new Limits(maxEventBytes, maxFuture);
  }

  Shops shops() {
    return shops == null || shops.isBlank() ? Shops.DEFAULT : Shops.load(Path.of(shops));
  }

  Pseudonyms pseudonyms() {
    return Pseudonyms.of(environment);
  }
}
