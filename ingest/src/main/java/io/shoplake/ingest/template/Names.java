package io.shoplake.ingest.template;

import java.time.ZoneId;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What the message of a file may name, and how it is written.
 *
 * @param lists for each alias of rows the lists that they stand in, the outermost first; none where
 *     there is one row at most
 * @param columns by alias, and whether a column may hold a number; without an alias whose columns
 *     only its rows tell
 * @param zone of times that name none
 * @param areIdsText whether what is called {@code …_id} becomes text
 * @param open the lists that a place in the message is in
 */
public record Names(
    Map<String, List<String>> lists,
    Map<String, Map<String, Boolean>> columns,
    ZoneId zone,
    boolean areIdsText,
    Set<String> open) {

  public Names(
      Map<String, List<String>> lists,
      Map<String, Map<String, Boolean>> columns,
      ZoneId zone,
      boolean areIdsText) {
    this(lists, columns, zone, areIdsText, Set.of());
  }

  /** The names for each element of a list. */
  Names in(String list) {
    Set<String> within = new HashSet<>(open);
    within.add(list);
    return new Names(lists, columns, zone, areIdsText, within);
  }

  /** The lists of the rows called {@code alias} that this place is not in, the outermost first. */
  List<String> closed(String alias) {
    return lists.get(alias).stream().filter(list -> !open.contains(list)).toList();
  }
}
