package io.shoplake.ingest;

import io.shoplake.cli.ExitCode;
import io.shoplake.cli.UserMistake;
import io.shoplake.ingest.MessageSink.Origin;
import io.shoplake.ingest.extract.Delivery;
import io.shoplake.ingest.extract.RowStore;
import io.shoplake.ingest.extract.SourceTables;
import io.shoplake.ingest.extract.TablesFile;
import io.shoplake.ingest.extract.Tally;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.consumer.Consumer;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** What every extraction is asked: which tables, where to, and where to remember it. */
final class ExtractOptions {

  private static final int MOST_NAMED = 20;

  @Mixin private Destination destination;

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  @Option(
      names = "--tables",
      required = true,
      paramLabel = "FILE|NAME",
      description =
          "A YAML file that lists the tables and says which become orders; or northwind, which"
              + " comes along.")
  private String file;

  @Option(
      names = "--state",
      paramLabel = "DIR",
      defaultValue = "${env:SHOPLAKE_HOME:-.shoplake}/data/extract",
      description =
          "Where to remember what has arrived; holds a copy of the latest rows, which only its"
              + " owner can read.")
  private Path stateFolder;

  @Option(
      names = "--to",
      paramLabel = "DIR",
      description =
          "Write JSON lines, one file per topic, instead of sending to Kafka; nothing is"
              + " remembered.")
  private Path folder;

  private final Set<Origin> refused = ConcurrentHashMap.newKeySet();
  private FirstFew named;

  SourceTables tables() {
    SourceTables tables = TablesFile.read(file);
    tables.warnings().forEach(spec.commandLine().getErr()::println);
    return tables;
  }

  /** A sink into the topics of {@code tables}. */
  MessageSink sink(SourceTables tables) {
    Set<String> topics = new LinkedHashSet<>(tables.topics());
    return folder != null && !destination.isDryRun()
        ? FileSink.into(folder, topics)
        : destination.sink(topics, this::refuse);
  }

  private void refuse(Origin origin, Exception cause) {
    refused.add(origin);
    name(origin.toString(), cause.getMessage());
  }

  /** What tells {@code topics}, all of which exist, from those of the same names elsewhere. */
  String identityOf(List<String> topics) {
    return destination.identityOf(topics);
  }

  /** A reader of {@code topics}, all of which must exist, that is known to Kafka by a name. */
  Consumer<byte[], byte[]> consumer(List<String> topics, String group) {
    return destination.consumer(topics, group);
  }

  /** Whether what is sent counts the next time. */
  boolean isRemembered() {
    return folder == null && !destination.isDryRun();
  }

  /** What was sent into files, or nowhere, is not in Kafka; a dry run knows what is there. */
  RowStore store(SourceTables tables, String place) {
    if (folder != null || (destination.isDryRun() && !isAnyKept(tables))) {
      return RowStore.inMemory(tables);
    }
    String identity =
        String.join(
            " ", place, tables.source(), tables.shopId(), destination.identityOf(tables.topics()));
    return destination.isDryRun()
        ? RowStore.copy(stateFolder, identity, tables)
        : RowStore.open(stateFolder, identity, tables);
  }

  /** Without a state no broker needs to be asked which state is meant. */
  private boolean isAnyKept(SourceTables tables) {
    try {
      return RowStore.isAny(stateFolder, tables);
    } catch (IOException e) {
      throw new UserMistake(
          ExitCode.CONFIGURATION,
          "The state in '%s' cannot be read (%s); name another folder with --state."
              .formatted(stateFolder, e.getMessage()),
          e);
    }
  }

  Delivery delivery(SourceTables tables, RowStore store, MessageSink sink, InstantSource clock) {
    return new Delivery(tables, store, sink, refused, clock, this::name);
  }

  private synchronized void name(String place, String reason) {
    if (named == null) {
      named = new FirstFew(spec.commandLine().getErr(), MOST_NAMED, "bad rows");
    }
    named.say("%s: %s".formatted(place, reason));
  }

  /** Prints what was done; gives the exit code. */
  int report(Tally tally) {
    named = null;
    PrintWriter out = spec.commandLine().getOut();
    out.println("%s %s.".formatted(destination.isDryRun() ? "Would extract" : "Extracted", tally));
    out.flush();
    return (tally.bad() == 0 ? ExitCode.OK : ExitCode.DATA).number();
  }
}
