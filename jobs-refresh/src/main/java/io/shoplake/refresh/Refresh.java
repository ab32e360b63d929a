package io.shoplake.refresh;

import io.shoplake.batch.GoldJob;
import io.shoplake.batch.LedgerJob;
import io.shoplake.batch.LoadJob;
import io.shoplake.batch.RestateJob;
import io.shoplake.cli.Cli;
import io.shoplake.cli.ExitCode;
import io.shoplake.cli.Progress;
import io.shoplake.cli.WarehouseOptions;
import io.shoplake.lake.Lake;
import io.shoplake.lake.LakeOptions;
import io.shoplake.parsing.Shops;
import io.shoplake.streaming.StreamAll;
import java.io.PrintStream;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Everything that is new, from Kafka to the warehouse, once, in one JVM. */
@Command(
    name = "shoplake refresh",
    description = {
      "Takes everything that is new from Kafka to the warehouse, once, then proves the ledger.",
      "What a small shop schedules instead of streams that run all the time."
    })
public final class Refresh implements Callable<Integer> {

  @Mixin LakeOptions lakeOptions;

  @Mixin StreamAll.Settings streams;

  @Mixin WarehouseOptions warehouse;

  @Option(names = "--no-warehouse", description = "Stop at gold, where there is no warehouse.")
  boolean noWarehouse;

  @Option(names = "--dry-run", description = "Say what waits to be taken, write nothing.")
  boolean dryRun;

  @Override
  public Integer call() throws Exception {
    return dryRun ? say() : refresh();
  }

  private int say() {
    try (Lake lake = lakeOptions.open("refresh")) {
      LedgerJob.sayWaiting(lake, streams.kafka(), System.out);
      RestateJob.sayNew(lake, System.out);
      return ExitCode.OK.number();
    }
  }

  private int refresh() throws Exception {
    if (!noWarehouse) {
      // A warehouse that does not answer is worth knowing before the work, not after it.
      warehouse.connect().close();
    }
    Progress whole = Progress.of("Refreshing");
    try (Lake lake = lakeOptions.open("refresh")) {
      PrintStream messages = System.err;
      said("Spark is there", whole.elapsed());
      Shops shops = streams.shops();
      stage("Streams", () -> StreamAll.runOnce(lake, streams));
      stage("Restate", () -> RestateJob.restate(lake, shops, messages));
      stage("Gold", () -> GoldJob.buildChanged(lake, shops, messages));
      if (!noWarehouse) {
        stage("Load", () -> LoadJob.load(lake, warehouse, messages));
      }
      Progress proving = Progress.of("Ledger");
      boolean holds =
          LedgerJob.proveWhatChanged(
              lake, streams.kafka(), noWarehouse ? null : warehouse, System.out);
      said("Ledger", proving.elapsed());
      said("Everything", whole.elapsed());
      return (holds ? ExitCode.OK : ExitCode.DATA).number();
    }
  }

  private static void stage(String name, Runnable work) {
    Progress progress = Progress.of(name);
    work.run();
    said(name, progress.elapsed());
  }

  private static void said(String stage, Duration time) {
    System.err.printf("%-15s %s%n", stage, Progress.seconds(time));
  }

  /** The command line; ends the process with the exit code of the command. */
  public static void main(String[] arguments) {
    System.exit(Cli.run(new Refresh(), arguments));
  }
}
