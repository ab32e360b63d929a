package io.shoplake.batch;

import io.shoplake.cli.ExitCode;
import io.shoplake.lake.Lake;
import io.shoplake.lake.LakeOptions;
import io.shoplake.layout.Catalog;
import io.shoplake.layout.Table;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Looks after the tables of the lake as a whole. */
@Command(
    name = "lake",
    description = "Looks after the tables of the lake.",
    subcommands = LakeCommand.Create.class,
    synopsisSubcommandLabel = "COMMAND")
public final class LakeCommand {

  /** Creates the tables that are not there. */
  @Command(name = "create", description = "Creates the tables that are not there; safe to repeat.")
  public static final class Create implements Callable<Integer> {

    @Mixin LakeOptions lakeOptions;

    @Option(names = "--dry-run", description = "Say what would be created, create nothing.")
    boolean dryRun;

    @Override
    public Integer call() {
      try (Lake lake = lakeOptions.open("lake create")) {
        for (Table table : Catalog.TABLES) {
          boolean isThere = lake.exists(table);
          if (!isThere && !dryRun) {
            lake.create(table);
          }
          System.out.printf(
              "%-26s %s%n",
              table.qualifiedName(),
              isThere ? "is there" : dryRun ? "would be created" : "created");
        }
      }
      return ExitCode.OK.number();
    }
  }
}
