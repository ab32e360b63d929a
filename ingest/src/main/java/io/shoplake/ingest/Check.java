package io.shoplake.ingest;

import io.shoplake.cli.ExitCode;
import io.shoplake.cli.Progress;
import io.shoplake.cli.UserMistake;
import io.shoplake.layout.Topic;
import io.shoplake.parsing.MessageParser;
import io.shoplake.parsing.Parsed;
import io.shoplake.parsing.Parsed.Rejected;
import io.shoplake.parsing.ParsingOptions;
import io.shoplake.parsing.TopicOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Says what of a file would be rejected. */
@Command(
    name = "check",
    description = {
      "Says which lines of files would be rejected, and why, without any service.",
      "Each line is read as if it arrived now, by the same code that the streams use. Duplicates are"
          + " not looked for. The exit code is 4 if any line would be rejected."
    })
final class Check implements Callable<Integer> {

  private static final int PROGRESS_STEP = 1000;
  private static final Path STANDARD_INPUT = Path.of("-");

  @Mixin private ParsingOptions parsing;
  @Mixin private TopicOptions names;
  @Spec private CommandSpec spec;

  @Option(
      names = "--topic",
      paramLabel = "NAME",
      defaultValue = "shop.events",
      description = "The topic that the lines are meant for.")
  private String topic;

  @Option(
      names = "--max",
      paramLabel = "COUNT",
      defaultValue = "100",
      description = "Name at most so many lines; the others are counted.")
  private int most;

  @Parameters(
      arity = "1..*",
      paramLabel = "FILE",
      description = "Files of JSON lines; .gz is unpacked, - is standard input.")
  private List<Path> files;

  private final Map<String, Long> rejected = new TreeMap<>();
  private long messages;
  private long bad;
  private long damaged;
  private FirstFew named;

  @Override
  public Integer call() throws IOException {
    Kinds kinds = Kinds.of(parsing, names::names);
    MessageParser<?> parser = kinds.parser(kinds.topic(topic));
    Instant now = Instant.now();
    named = new FirstFew(spec.commandLine().getOut(), most, "lines");
    try (Progress progress = Progress.of("Checking")) {
      for (Path file : files) {
        try (JsonLines lines = open(file)) {
          while (lines.next()) {
            if (!lines.isEmpty()) {
              check(file, lines, parser, now);
            }
            if (lines.number() % PROGRESS_STEP == 0) {
              progress.at("%,d messages, %s".formatted(messages, file.getFileName()));
            }
          }
          lines.damage().ifPresent(this::damaged);
        }
      }
    }
    summarize();
    return (bad + damaged == 0 ? ExitCode.OK : ExitCode.DATA).number();
  }

  private void damaged(String damage) {
    damaged++;
    spec.commandLine()
        .getErr()
        .println(damage + "; what stands before was checked. Get the file again.");
  }

  private JsonLines open(Path file) throws IOException {
    if (file.equals(STANDARD_INPUT)) {
      return JsonLines.of(System.in, Topic.MAX_MESSAGE_BYTES);
    }
    if (!Files.isReadable(file) || Files.isDirectory(file)) {
      throw new UserMistake(
          ExitCode.CONFIGURATION,
          "There is no readable file '%s'; name files of JSON lines, or - for standard input."
              .formatted(file));
    }
    return JsonLines.of(file, Topic.MAX_MESSAGE_BYTES);
  }

  private void check(Path file, JsonLines lines, MessageParser<?> parser, Instant now) {
    messages++;
    // What is too long to be kept is too large for any limit.
    byte[] value = lines.isTooLong() ? new byte[Topic.MAX_MESSAGE_BYTES] : lines.bytes();
    Parsed<?> parsed = parser.parse(value, now);
    if (parsed instanceof Rejected<?> reject) {
      bad++;
      rejected.merge(reject.reason(), 1L, Long::sum);
      String name = file.equals(STANDARD_INPUT) ? "line " : file + ":";
      named.say("%s%d: %s: %s".formatted(name, lines.number(), reject.reason(), reject.detail()));
    }
  }

  private void summarize() {
    String reasons =
        rejected.entrySet().stream()
            .map(entry -> "%s %,d".formatted(entry.getKey(), entry.getValue()))
            .collect(Collectors.joining(", ", " (", ")"));
    spec.commandLine()
        .getOut()
        .println(
            "%,d messages: %,d would be accepted, %,d rejected%s."
                .formatted(messages, messages - bad, bad, bad == 0 ? "" : reasons));
  }
}
