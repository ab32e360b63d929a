package io.shoplake.ingest.extract;

import io.shoplake.layout.Topics;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * What is taken from a database, and what it means.
 *
 * @param source the name of the database in messages and ids
 * @param shopId the shop of all messages
 * @param zone of dates and times that name none
 * @param warnings what works, but hardly as it is meant; each a sentence
 */
public record SourceTables(
    String source,
    String shopId,
    ZoneId zone,
    List<SourceTable> tables,
    List<MessageRule> rules,
    List<String> warnings) {

  /** The topics that get messages. */
  public List<String> topics() {
    return Stream.concat(
            Stream.of(Topics.SOURCE_ROWS.name()),
            rules.stream().map(rule -> rule.kind().topic().name()))
        .toList();
  }

  /** How rows of {@code table} are looked up. */
  List<MessageRule.Lookup> lookups(String table) {
    List<MessageRule.Lookup> lookups = new ArrayList<>();
    rules.forEach(rule -> lookups.addAll(rule.lookups()));
    return lookups.stream().filter(lookup -> lookup.table().equals(table)).distinct().toList();
  }
}
