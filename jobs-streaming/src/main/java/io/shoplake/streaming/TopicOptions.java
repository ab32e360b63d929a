package io.shoplake.streaming;

import io.shoplake.cli.ExitCode;
import io.shoplake.cli.UserMistake;
import io.shoplake.layout.Catalog;
import io.shoplake.layout.Topic;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import picocli.CommandLine.Help.Visibility;
import picocli.CommandLine.Option;

/** Which real topics carry the logical ones. */
public final class TopicOptions {

  @Option(
      names = "--topic",
      paramLabel = "NAME=REAL",
      showDefaultValue = Visibility.NEVER,
      description =
          "Real topic that carries the topic NAME; may be given again, also for the same NAME."
              + " Default: the name itself.")
  List<String> topics = new ArrayList<>();

  /** Real topic to logical one. */
  SortedMap<String, Topic> realTopics() {
    SortedMap<String, Topic> real = new TreeMap<>();
    List<String> renamed = new ArrayList<>();
    for (String setting : topics) {
      String[] parts = setting.split("=", 2);
      if (parts.length != 2 || parts[1].isBlank()) {
        throw new UserMistake(
            ExitCode.USAGE,
            "--topic %s is not understood; write it as shop.events=my-topic.".formatted(setting));
      }
      Topic topic = logical(parts[0]);
      if (real.put(parts[1], topic) != null) {
        throw new UserMistake(
            ExitCode.USAGE, "The topic %s is named twice by --topic.".formatted(parts[1]));
      }
      renamed.add(topic.name());
    }
    for (Topic topic : Catalog.TOPICS) {
      if (!renamed.contains(topic.name())) {
        real.putIfAbsent(topic.name(), topic);
      }
    }
    return real;
  }

  private static Topic logical(String name) {
    return Catalog.TOPICS.stream()
        .filter(topic -> topic.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new UserMistake(
                    ExitCode.USAGE,
                    "There is no topic '%s'; there are %s."
                        .formatted(
                            name,
                            Catalog.TOPICS.stream()
                                .map(Topic::name)
                                .collect(Collectors.joining(", ")))));
  }
}
