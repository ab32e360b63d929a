package io.shoplake.local.verify;

import io.shoplake.cli.ExitCode;
import io.shoplake.cli.UserMistake;
import io.shoplake.cli.WarehouseOptions;
import io.shoplake.local.warehouse.Warehouse;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Proves the numbers of the warehouse against what a simulated shop knows about itself. */
@Command(
    name = "verify",
    description = {
      "Compares every number of the warehouse with a simulation's truth.",
      "Each row of the truth must be there with equal values, and no further row of its shops."
          + " Tables of the truth that the catalogue does not have are named."
    })
public final class Verify implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Option(
      names = "--truth",
      required = true,
      paramLabel = "FILE",
      description = "The truth.json that simulate wrote.")
  private Path truth;

  @Mixin private WarehouseOptions warehouse;

  @Override
  public Integer call() throws SQLException {
    Truth known = Truth.read(truth);
    if (known.shops().isEmpty()) {
      throw new UserMistake(
          ExitCode.CONFIGURATION, "The truth file '%s' holds no rows.".formatted(truth));
    }
    try (Connection connection = warehouse.connectToRead()) {
      Verdict verdict =
          new Verdict(
              new WarehouseTruth(new Warehouse(connection)).compare(known), known.homeless());
      spec.commandLine().getOut().print(verdict.text());
      spec.commandLine().getOut().flush();
      return (verdict.agrees() ? ExitCode.OK : ExitCode.DATA).number();
    }
  }
}
