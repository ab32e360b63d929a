package io.shoplake.ingest;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** Reads CSV files by a mapping. */
@Command(name = "import", description = "Reads CSV files by a mapping.")
final class Import implements Callable<Integer> {
  @Override
  public Integer call() {
    return 0;
  }
}
