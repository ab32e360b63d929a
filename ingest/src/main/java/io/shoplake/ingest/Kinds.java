package io.shoplake.ingest;

import io.shoplake.cli.ExitCode;
import io.shoplake.cli.UserMistake;
import io.shoplake.layout.Catalog;
import io.shoplake.layout.Topic;
import io.shoplake.parsing.MessageParser;
import io.shoplake.parsing.ParsingOptions;
import io.shoplake.parsing.Shops;
import io.shoplake.parsing.TopicNames;
import io.shoplake.parsing.TopicParsers;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What the messages of each topic are.
 *
 * @param names which real topics carry the logical ones
 */
record Kinds(TopicNames names, TopicParsers parsers) {

  /**
   * By the options of a command.
   *
   * @param names gives the names of topics from the shop file
   */
  static Kinds of(ParsingOptions parsing, Function<Shops, TopicNames> names) {
    Shops shops = parsing.shops();
    return new Kinds(
        names.apply(shops), new TopicParsers(shops, parsing.pseudonyms(), parsing.limits()));
  }

  /** What {@code name}, a real or a logical topic, carries. */
  Topic topic(String name) {
    return names
        .topic(name)
        .orElseThrow(
            () ->
                new UserMistake(
                    ExitCode.USAGE,
                    "There is no topic '%s'; there are %s, and what SHOPLAKE_TOPICS names."
                        .formatted(
                            name,
                            Catalog.TOPICS.stream()
                                .map(Topic::name)
                                .collect(Collectors.joining(", ")))));
  }

  /** The parser of {@code topic}, whose messages must be of a kind that is parsed. */
  MessageParser<?> parser(Topic topic) {
    return parsers
        .of(topic)
        .orElseThrow(
            () ->
                new UserMistake(
                    ExitCode.USAGE,
                    "Messages of %s are kept as they are, whatever they hold; there is nothing to"
                            .formatted(topic.name())
                        + " check."));
  }
}
