package io.shoplake.ingest;

import io.shoplake.cli.ExitCode;
import io.shoplake.cli.Progress;
import io.shoplake.cli.UserMistake;
import io.shoplake.ingest.MessageKeys.KeyOfValue;
import io.shoplake.ingest.MessageSink.Origin;
import io.shoplake.ingest.mapping.FileImport;
import io.shoplake.ingest.mapping.Mapping;
import io.shoplake.ingest.mapping.MappingFile;
import io.shoplake.ingest.template.BadRowException;
import io.shoplake.parsing.MarkedReject;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Reads files of CSV or JSON by a mapping and sends what they hold. */
@Command(
    name = "import",
    description = {
      "Reads files of CSV or JSON by a mapping and sends their rows as messages.",
      "Ids are made from the rows themselves: a second import of the same file adds nothing. A bad"
          + " line is named with its file and number and sent as it is, to be rejected by name; the"
          + " rest goes on."
    })
final class Import implements Callable<Integer> {

  private static final int PROGRESS_STEP = 1000;
  private static final int MOST_NAMED_LINES = 20;

  @Mixin private Destination destination;
  @Spec private CommandSpec spec;

  @Option(
      names = "--mapping",
      required = true,
      paramLabel = "NAME|FILE",
      description =
          "What the columns mean: rees46, online-retail, superstore, posthog-export, or a mapping"
              + " file in YAML.")
  private String mappingName;

  @Option(
      names = "--to",
      paramLabel = "DIR",
      description =
          "Write JSON lines, TOPIC.jsonl, instead of sending to Kafka; bad lines into"
              + " TOPIC.bad.jsonl.")
  private Path folder;

  @Parameters(
      arity = "1..*",
      paramLabel = "FILE|DIR",
      description =
          "Files of CSV (.csv, .tsv, .txt), JSON lines (.jsonl, .ndjson, .json) or one JSON array"
              + " (.json); .gz is unpacked; of a folder all such files by name.")
  private List<Path> places;

  /** What became of the rows. */
  private static final class Counts {
    private long rows;
    private long messages;
    private long dropped;
    private long bad;
    private long refused;
    private long damaged;
    private final FirstFew named;

    private Counts(PrintWriter err) {
      named = new FirstFew(err, MOST_NAMED_LINES, "bad lines");
    }
  }

  @Override
  public Integer call() throws IOException {
    Mapping mapping = MappingFile.read(mappingName);
    List<Path> files = files(mapping);
    Counts counts = new Counts(spec.commandLine().getErr());
    try (MessageSink sink = sink(mapping, counts);
        Progress progress = Progress.of("Importing " + mapping.name())) {
      for (Path file : files) {
        read(file, mapping, sink, counts, progress);
      }
    }
    report(mapping, files.size(), counts);
    return (counts.bad + counts.damaged == 0 ? ExitCode.OK : ExitCode.DATA).number();
  }

  private void read(Path file, Mapping mapping, MessageSink sink, Counts counts, Progress progress)
      throws IOException {
    KeyOfValue keys = destination.keys(mapping.topic());
    FileImport.Listener listener =
        new FileImport.Listener() {
          @Override
          public void message(byte[] value, Origin origin) {
            counts.messages++;
            sink.send(mapping.topic(), keys.of(value), value, origin);
          }

          @Override
          public void bad(Origin origin, int rows, BadRowException reason) {
            String message = reason.getMessage() + (rows > 1 ? " (%,d rows)".formatted(rows) : "");
            name(origin, message, rows, counts);
          }

          @Override
          public void dropped() {
            counts.dropped++;
          }

          @Override
          public void read() {
            counts.rows++;
            if (counts.rows % PROGRESS_STEP == 0) {
              progress.at("%,d rows, %s".formatted(counts.rows, file.getFileName()));
            }
          }
        };
    FileImport rows = new FileImport(mapping, file.toString(), listener);
    long before = counts.messages;
    try (FileBytes bytes = FileBytes.of(file)) {
      rows.read(bytes);
      bytes.damage().ifPresent(damage -> damaged(damage, counts.messages - before, counts));
    } catch (UserMistake e) {
      if (e.exitCode() != ExitCode.DATA) {
        throw e;
      }
      // The other files may be as the mapping says.
      counts.damaged++;
      spec.commandLine().getErr().println(e.getMessage());
    }
    if (!destination.isDryRun()) {
      try (FileBytes again = FileBytes.of(file)) {
        rows.readBad(
            again, (raw, origin, detail) -> reject(file, mapping, sink, raw, origin, detail));
      }
    }
  }

  private void damaged(String damage, long messages, Counts counts) {
    counts.damaged++;
    spec.commandLine()
        .getErr()
        .println(
            "%s; of what stands before, %,d messages %s. Get the file again and import it."
                .formatted(
                    damage, messages, destination.isDryRun() ? "would be sent" : "were sent"));
  }

  private static void reject(
      Path file, Mapping mapping, MessageSink sink, byte[] raw, Origin origin, String detail) {
    String name = file.getFileName().toString();
    sink.sendMarked(
        mapping.topic(),
        raw,
        new MarkedReject(MarkedReject.BAD_LINE, detail, name, origin.number()),
        origin);
  }

  /** Called by a thread of Kafka's. */
  private synchronized void refused(Origin origin, Exception cause, Counts counts) {
    counts.refused++;
    name(origin, cause.getMessage(), 1, counts);
  }

  private synchronized void name(Origin origin, String reason, int rows, Counts counts) {
    counts.bad += rows;
    counts.named.say("%s: %s".formatted(origin, reason));
  }

  private void report(Mapping mapping, int files, Counts counts) {
    StringBuilder line =
        new StringBuilder(
            "%s %,d rows of %,d files as %,d messages to %s"
                .formatted(
                    destination.isDryRun() ? "Would import" : "Imported",
                    counts.rows,
                    files,
                    counts.messages - counts.refused,
                    mapping.topic()));
    if (counts.dropped > 0) {
      line.append("; %,d equal rows were dropped".formatted(counts.dropped));
    }
    if (counts.bad > 0) {
      line.append("; %,d were bad".formatted(counts.bad));
    }
    if (counts.damaged > 0) {
      line.append("; %,d files could not be read to their end".formatted(counts.damaged));
    }
    spec.commandLine().getOut().println(line.append('.'));
  }

  private MessageSink sink(Mapping mapping, Counts counts) {
    List<String> topics = List.of(mapping.topic());
    return folder != null && !destination.isDryRun()
        ? FileSink.into(folder, topics)
        : destination.sink(topics, (origin, cause) -> refused(origin, cause, counts));
  }

  private List<Path> files(Mapping mapping) throws IOException {
    List<Path> files = new ArrayList<>();
    for (Path place : places) {
      if (Files.isDirectory(place)) {
        try (Stream<Path> entries = Files.list(place)) {
          files.addAll(
              entries
                  .filter(entry -> mapping.reads(entry.getFileName().toString()))
                  .sorted()
                  .toList());
        }
      } else if (Files.isReadable(place)) {
        files.add(place);
      } else {
        throw new UserMistake(
            ExitCode.CONFIGURATION,
            "There is no readable file or folder '%s'; name files of CSV or JSON lines."
                .formatted(place));
      }
    }
    if (files.isEmpty()) {
      throw new UserMistake(
          ExitCode.CONFIGURATION,
          "There are no files of CSV or JSON lines in %s.".formatted(places));
    }
    return files;
  }
}
