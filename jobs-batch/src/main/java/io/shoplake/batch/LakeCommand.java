package io.shoplake.batch;

import io.shoplake.cli.ExitCode;
import io.shoplake.cli.UserMistake;
import io.shoplake.lake.Lake;
import io.shoplake.lake.LakeOptions;
import io.shoplake.lake.Upgrade;
import io.shoplake.layout.Catalog;
import io.shoplake.layout.Table;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Looks after the tables of the lake as a whole. */
@Command(
    name = "lake",
    description = "Looks after the tables of the lake.",
    subcommands = {LakeCommand.Create.class, LakeCommand.UpgradeTables.class},
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

  /** Brings tables of an older version up to what is declared now. */
  @Command(
      name = "upgrade",
      description =
          "Adds what tables of an older version lack: columns that may be empty, comments and"
              + " properties. Safe to repeat; refuses what would need the rows to be made anew.")
  public static final class UpgradeTables implements Callable<Integer> {

    @Mixin LakeOptions lakeOptions;

    @Option(names = "--dry-run", description = "Say what would be done, do nothing.")
    boolean dryRun;

    @Override
    public Integer call() {
      try (Lake lake = lakeOptions.open("lake upgrade")) {
        upgrade(lake, dryRun, System.out);
      }
      return ExitCode.OK.number();
    }

    static void upgrade(Lake lake, boolean dryRun, PrintStream out) {
      List<String> refused = new ArrayList<>();
      for (Table table : Catalog.TABLES) {
        if (lake.exists(table)) {
          Upgrade upgrade = lake.upgrade(table);
          if (!dryRun) {
            upgrade.steps().forEach(step -> lake.spark().sql(step.statement()));
          }
          out.printf("%-26s %s%n", table.qualifiedName(), said(upgrade, dryRun));
          upgrade.refusals().forEach(why -> refused.add(table.qualifiedName() + " " + why));
        }
      }
      if (!refused.isEmpty()) {
        throw new UserMistake(
            ExitCode.CONFIGURATION,
            "No upgrade can put this right, as rows would have to be made anew: %s; start with an empty lake and replay the topics into it."
                .formatted(String.join("; ", refused)));
      }
    }

    private static String said(Upgrade upgrade, boolean dryRun) {
      if (upgrade.steps().isEmpty()) {
        return upgrade.refusals().isEmpty() ? "is up to date" : "cannot be upgraded";
      }
      return upgrade.steps().stream()
          .map(Upgrade.Step::what)
          .collect(Collectors.joining(", ", dryRun ? "would have: " : "", ""));
    }
  }
}
