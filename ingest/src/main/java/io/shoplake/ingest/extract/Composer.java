package io.shoplake.ingest.extract;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shoplake.ingest.extract.MessageRule.Join;
import io.shoplake.ingest.extract.MessageRule.Lookup;
import io.shoplake.ingest.template.BadRowException;
import io.shoplake.ingest.template.Scope;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Makes the messages of a rule from the rows that are known.
 *
 * @param store the rows
 */
record Composer(RowStore store) {

  /**
   * What the rows say now of the order, customer or product with this key; nothing while a row is
   * missing that is waited for.
   */
  Optional<ObjectNode> content(MessageRule rule, String key, Optional<Said> last)
      throws BadRowException {
    ObjectNode row = store.row(rule.table(), key);
    // What was said once is said again when its last line is gone.
    if (last.isEmpty() && isIncomplete(row, rule.joins())) {
      return Optional.empty();
    }
    Scope scope = scope(row, Scope.ROOT, rule.joins(), new Scope(Map.of(), Map.of()));
    JsonNode content = rule.shape().fill(scope);
    if (content == null || !content.hasNonNull(rule.kind().idField())) {
      throw new BadRowException("there is no " + rule.kind().idField());
    }
    return Optional.of((ObjectNode) content);
  }

  private boolean isIncomplete(ObjectNode row, List<Join> joins) {
    return joins.stream().filter(Join::isRequired).anyMatch(join -> keys(join, row).isEmpty());
  }

  private List<String> keys(Join join, ObjectNode row) {
    return store.find(new Lookup(join.table(), join.theirColumns()), join.ourColumns(), row);
  }

  private Scope scope(ObjectNode row, String alias, List<Join> joins, Scope outer) {
    Map<String, JsonNode> rows = new HashMap<>(outer.rows());
    Map<String, List<Scope>> lists = new HashMap<>(outer.lists());
    rows.put(alias, row);
    for (Join join : joins) {
      Scope here = new Scope(rows, lists);
      List<Scope> found =
          keys(join, row).stream()
              .limit(join.isList() ? Long.MAX_VALUE : 1)
              .map(key -> store.row(join.table(), key))
              .map(other -> scope(other, join.alias(), join.joins(), here))
              .toList();
      if (join.isList()) {
        lists.put(join.alias(), found);
      } else if (!found.isEmpty()) {
        rows.putAll(found.get(0).rows());
        lists.putAll(found.get(0).lists());
      }
    }
    return new Scope(rows, lists);
  }

  /**
   * The keys that a change of a row may concern.
   *
   * @param rows the row before and after, as far as there was one
   */
  Set<String> concerned(MessageRule rule, RowChange change, List<ObjectNode> rows) {
    Set<String> keys = new HashSet<>();
    String table = change.table().name();
    if (rule.table().equals(table)) {
      keys.add(change.key());
    }
    for (Join join : rule.joins()) {
      if (join.table().equals(table)) {
        Lookup back = new Lookup(rule.table(), join.ourColumns());
        rows.forEach(row -> keys.addAll(store.find(back, join.theirColumns(), row)));
      }
    }
    return keys;
  }
}
