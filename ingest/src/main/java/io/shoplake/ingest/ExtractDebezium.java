package io.shoplake.ingest;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Takes the changes that Debezium has written to Kafka. */
@Command(name = "debezium", description = "Debezium.")
final class ExtractDebezium implements Callable<Integer> {

  @Mixin private ExtractOptions options;

  @Override
  public Integer call() {
    return options.tables().tables().size();
  }
}
