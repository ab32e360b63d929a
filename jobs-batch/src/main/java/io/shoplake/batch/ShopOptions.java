package io.shoplake.batch;

import io.shoplake.parsing.Shops;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Which shops there are. */
public final class ShopOptions {

  @Option(
      names = "--shops",
      paramLabel = "FILE",
      defaultValue = "${env:SHOPLAKE_SHOPS}",
      description =
          "The shop file with time zones, currencies and rules; none: one shop with the defaults"
              + " (SHOPLAKE_SHOPS).")
  String file;

  /** The shops of the file, or the default shop. */
  public Shops shops() {
    return Optional.ofNullable(file)
        .filter(name -> !name.isBlank())
        .map(name -> Shops.load(Path.of(name)))
        .orElse(Shops.DEFAULT);
  }
}
