package io.shoplake.ingest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shoplake.ingest.extract.RowJson;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What changes of orders come to: of distinct changes, in their order, the last value counts. */
final class OrderFold {

  private OrderFold() {}

  static Map<String, ObjectNode> of(List<JsonNode> changes) {
    Map<String, JsonNode> distinct = new TreeMap<>();
    changes.forEach(change -> distinct.putIfAbsent(change.get("change_id").asText(), change));
    Collection<JsonNode> inOrder =
        distinct.values().stream()
            .sorted(
                Comparator.comparing(
                        (JsonNode change) -> Instant.parse(change.get("changed_at").asText()))
                    .thenComparing(change -> change.get("change_id").asText()))
            .toList();
    Map<String, ObjectNode> orders = new TreeMap<>();
    for (JsonNode change : inOrder) {
      orders
          .computeIfAbsent(change.get("order_id").asText(), fresh -> RowJson.object())
          .setAll((ObjectNode) change.deepCopy());
    }
    return orders;
  }
}
