package io.shoplake.parsing;

import io.shoplake.cli.ExitCode;
import io.shoplake.cli.UserMistake;
import io.shoplake.layout.Catalog;
import io.shoplake.layout.Topic;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Which real topics carry the logical ones. */
public final class TopicNames {

  private final SortedMap<String, Topic> byReal = new TreeMap<>();
  private final Map<Topic, List<String>> byTopic = new LinkedHashMap<>();

  private TopicNames(Map<Topic, List<String>> settings) {
    for (Topic topic : Catalog.TOPICS) {
      List<String> named = settings.getOrDefault(topic, List.of());
      byTopic.put(topic, named);
      named.forEach(real -> add(real, topic));
    }
    byTopic.replaceAll((topic, named) -> named.isEmpty() ? unnamed(topic) : named);
  }

  private void add(String real, Topic topic) {
    if (byReal.put(real, topic) != null) {
      throw new UserMistake(
          ExitCode.USAGE,
          "The topic %s is named twice; a real topic carries one kind of message.".formatted(real));
    }
  }

  /** The topic's own name, unless that is the name of a real topic of another kind. */
  private List<String> unnamed(Topic topic) {
    return byReal.putIfAbsent(topic.name(), topic) == null ? List.of(topic.name()) : List.of();
  }

  /**
   * For each logical topic what the first of {@code sources} says of it, else its own name.
   *
   * @param sources entries NAME=REAL each, the most important source first
   */
  public static TopicNames of(List<List<String>> sources) {
    Map<Topic, List<String>> settings = new LinkedHashMap<>();
    for (List<String> source : sources) {
      Map<Topic, List<String>> said = new LinkedHashMap<>();
      for (String entry : source) {
        String[] parts = entry.split("=", 2);
        if (parts.length != 2 || parts[1].isBlank()) {
          throw new UserMistake(
              ExitCode.USAGE,
              "The topic setting %s is not understood; write it as shop.events=my-topic."
                  .formatted(entry));
        }
        said.computeIfAbsent(named(parts[0].strip()), fresh -> new ArrayList<>())
            .add(parts[1].strip());
      }
      said.forEach(settings::putIfAbsent);
    }
    return new TopicNames(settings);
  }

  /** The entries of a text such as SHOPLAKE_TOPICS: with commas or white space between them. */
  public static List<String> entries(String text) {
    return text == null
        ? List.of()
        : Arrays.stream(text.split("[,\\s]+")).filter(entry -> !entry.isEmpty()).toList();
  }

  /** Real topic to logical one. */
  public SortedMap<String, Topic> byReal() {
    return Collections.unmodifiableSortedMap(byReal);
  }

  /** The real topics of {@code topic}, none where its own name means another one. */
  public List<String> real(Topic topic) {
    return byTopic.get(topic);
  }

  /** What {@code name} carries: a logical topic, else a real one. */
  public Optional<Topic> topic(String name) {
    return Catalog.TOPICS.stream()
        .filter(topic -> topic.name().equals(name))
        .findFirst()
        .or(() -> Optional.ofNullable(byReal.get(name)));
  }

  /**
   * The real topic to send to: the first that carries the logical topic {@code name}, else {@code
   * name}.
   *
   * @throws UserMistake if that is the name of a logical topic, but of a real one of another kind
   */
  public String target(String name) {
    Optional<Topic> logical =
        Catalog.TOPICS.stream().filter(topic -> topic.name().equals(name)).findFirst();
    if (logical.isEmpty()) {
      return name;
    }
    return real(logical.get()).stream()
        .findFirst()
        .orElseThrow(
            () ->
                new UserMistake(
                    ExitCode.USAGE,
                    "The topic %1$s carries %2$s, and none carries %1$s; name one with --topics %1$s=REAL."
                        .formatted(name, byReal.get(name).name())));
  }

  /** The logical topic of that name. */
  public static Topic named(String name) {
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
