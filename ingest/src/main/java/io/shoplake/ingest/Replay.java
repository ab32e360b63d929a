package io.shoplake.ingest;

import io.shoplake.cli.ExitCode;
import io.shoplake.cli.Progress;
import io.shoplake.cli.UserMistake;
import io.shoplake.ingest.MessageKeys.KeyOfValue;
import io.shoplake.ingest.MessageSink.Origin;
import io.shoplake.layout.Topic;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicLong;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Sends files of JSON lines to a topic, byte for byte. */
@Command(
    name = "replay",
    description = {
      "Sends files of JSON lines to a topic, byte for byte and in file order.",
      "The key is taken from each message. Empty lines are skipped. A line that the broker"
          + " refuses is named with its number, the rest is sent."
    })
final class Replay implements Callable<Integer> {

  private static final int PROGRESS_STEP = 1000;

  @Mixin private Destination destination;
  @Spec private CommandSpec spec;

  @Option(
      names = "--topic",
      paramLabel = "NAME",
      required = true,
      description = "The topic, such as shop.events, which SHOPLAKE_TOPICS may give another name.")
  private String topic;

  @Parameters(
      arity = "1..*",
      paramLabel = "FILE",
      description = "Files of JSON lines, sent one after the other; .gz is unpacked.")
  private List<Path> files;

  @Override
  public Integer call() throws IOException {
    requireFiles();
    PrintWriter err = spec.commandLine().getErr();
    AtomicLong refused = new AtomicLong();
    KafkaSink.RefusalListener onRefusal =
        (origin, cause) -> {
          refused.incrementAndGet();
          err.println("%s was refused: %s".formatted(origin, cause.getMessage()));
        };
    long sent = 0;
    long damaged = 0;
    try (MessageSink sink = destination.sink(List.of(topic), onRefusal);
        Progress progress = Progress.of("Sending to " + topic)) {
      for (Path file : files) {
        Sending sending = send(file, sink, onRefusal, sent, progress);
        sent += sending.sent();
        damaged += sending.damage().isPresent() ? 1 : 0;
        sending.damage().ifPresent(damage -> err.println(damaged(damage, sending.sent())));
      }
    }
    sent -= refused.get();
    spec.commandLine()
        .getOut()
        .println(
            "%s %,d messages to %s%s"
                .formatted(
                    destination.isDryRun() ? "Would send" : "Sent",
                    sent,
                    topic,
                    refused.get() == 0 ? "." : "; %,d were refused.".formatted(refused.get())));
    return (refused.get() + damaged == 0 ? ExitCode.OK : ExitCode.DATA).number();
  }

  private String damaged(String damage, long sent) {
    return "%s; of what stands before, %,d messages %s. Get the file again and replay it."
        .formatted(damage, sent, destination.isDryRun() ? "would be sent" : "were sent");
  }

  private record Sending(long sent, Optional<String> damage) {}

  private Sending send(
      Path file,
      MessageSink sink,
      KafkaSink.RefusalListener onRefusal,
      long before,
      Progress progress)
      throws IOException {
    KeyOfValue keys = destination.keys(topic);
    long sent = 0;
    try (JsonLines lines = JsonLines.of(file, Topic.MAX_MESSAGE_BYTES)) {
      while (lines.next()) {
        if (lines.isEmpty()) {
          continue;
        }
        Origin origin = new Origin(file.toString(), lines.number());
        sent++;
        if (lines.isTooLong()) {
          onRefusal.refused(
              origin,
              new IOException(
                  "the line is longer than %,d bytes".formatted(Topic.MAX_MESSAGE_BYTES)));
        } else {
          byte[] value = lines.bytes();
          sink.send(topic, keys.of(value), value, origin);
        }
        if (sent % PROGRESS_STEP == 0) {
          progress.at("%,d messages".formatted(before + sent));
        }
      }
      return new Sending(sent, lines.damage());
    }
  }

  private void requireFiles() {
    for (Path file : files) {
      if (!Files.isReadable(file) || Files.isDirectory(file)) {
        throw new UserMistake(
            ExitCode.CONFIGURATION,
            "There is no readable file '%s'; name files of JSON lines.".formatted(file));
      }
    }
  }
}
