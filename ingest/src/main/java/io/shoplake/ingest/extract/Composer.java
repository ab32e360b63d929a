package io.shoplake.ingest.extract;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shoplake.ingest.extract.MessageRule.Join;
import io.shoplake.ingest.extract.MessageRule.Lookup;
import java.util.ArrayList;
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

  /** What the rows say now of the order, customer or product with this key. */
  Optional<ObjectNode> content(MessageRule rule, String key) throws BadMessageException {
    ObjectNode row = store.row(rule.table(), key);
    Optional<Scope> scope = scope(row, Scope.ROOT, rule.joins(), new Scope(Map.of(), Map.of()));
    if (scope.isEmpty()) {
      return Optional.empty();
    }
    JsonNode content = rule.shape().fill(scope.get());
    if (content == null || !content.hasNonNull(rule.kind().idField())) {
      throw new BadMessageException("there is no " + rule.kind().idField());
    }
    return Optional.of((ObjectNode) content);
  }

  /** Nothing while a row is missing without which nothing is to be said. */
  private Optional<Scope> scope(ObjectNode row, String alias, List<Join> joins, Scope outer) {
    Map<String, JsonNode> rows = new HashMap<>(outer.rows());
    Map<String, List<Scope>> lists = new HashMap<>(outer.lists());
    rows.put(alias, row);
    for (Join join : joins) {
      List<String> keys =
          store.find(new Lookup(join.table(), join.theirColumns()), join.ourColumns(), row);
      if (join.isRequired() && keys.isEmpty()) {
        return Optional.empty();
      }
      Scope here = new Scope(rows, lists);
      List<Scope> found = new ArrayList<>();
      for (String key : join.isList() ? keys : keys.subList(0, Math.min(1, keys.size()))) {
        ObjectNode other = store.row(join.table(), key);
        Optional<Scope> scope = scope(other, join.alias(), join.joins(), here);
        if (scope.isEmpty()) {
          return Optional.empty();
        }
        found.add(scope.get());
      }
      if (join.isList()) {
        lists.put(join.alias(), found);
      } else if (!found.isEmpty()) {
        rows.putAll(found.get(0).rows());
        lists.putAll(found.get(0).lists());
      }
    }
    return Optional.of(new Scope(rows, lists));
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
