package io.shoplake.ingest;

import java.util.Collection;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Where the messages of a command go: to Kafka, or nowhere in a dry run. */
final class Destination {

  @Mixin private BrokerOptions brokers;

  @Option(names = "--dry-run", description = "Read and count everything, send nothing.")
  private boolean dryRun;

  boolean isDryRun() {
    return dryRun;
  }

  /** A sink into {@code topics}, all of which must exist on the brokers. */
  MessageSink sink(Collection<String> topics, KafkaSink.RefusalListener listener) {
    return dryRun ? MessageSink.NOWHERE : brokers.sink(topics, listener);
  }

  /** What tells {@code topics}, all of which exist, from those of the same names elsewhere. */
  String identityOf(Collection<String> topics) {
    return brokers.identityOf(topics);
  }
}
