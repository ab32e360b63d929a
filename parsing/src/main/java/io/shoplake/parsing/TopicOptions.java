package io.shoplake.parsing;

import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Help.Visibility;
import picocli.CommandLine.Option;

/** Which real topics carry the logical ones. */
public final class TopicOptions {

  @Option(
      names = "--topics",
      paramLabel = "NAME=REAL,…",
      showDefaultValue = Visibility.NEVER,
      description =
          "Real topics that carry the topic NAME; may be given again, also for the same NAME."
              + " Default: SHOPLAKE_TOPICS, else 'topics' in the shop file, else the name itself.")
  private List<String> topics = new ArrayList<>();

  /** The names that the command line, the environment or the file of {@code shops} give. */
  public TopicNames names(Shops shops) {
    List<String> given =
        topics.stream().flatMap(text -> TopicNames.entries(text).stream()).toList();
    return TopicNames.of(
        List.of(given, TopicNames.entries(System.getenv("SHOPLAKE_TOPICS")), shops.topics()));
  }
}
