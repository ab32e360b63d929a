package io.shoplake.endtoend;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.shoplake.ingest.dummyjson.DummyJsonServer;
import io.shoplake.layout.Catalog;
import io.shoplake.layout.Table.Layer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * One lake that every source sends to, each the data of shops of its own, and that was refreshed
 * before and after a part of it was sent again.
 */
final class EverySource implements AutoCloseable {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final Shop shop;
  private final PostHogShop.Visits visits;
  private final KilledSenders.Sent sent;
  private final Map<String, String> contentOnce;
  private final Map<String, String> contentTwice;
  private final Map<String, List<String>> lake;

  private EverySource(Shop shop, Path folder) throws Exception {
    this.shop = shop;
    Path shops = PostHogShop.shops(folder);
    String keys = PostHogShop.keys() + "," + Posting.KEY;
    try (RunningCollector collector = RunningCollector.start(shop, keys)) {
      visits = PostHogShop.visit(collector.address());
      sent = KilledSenders.send(shop, collector);
    }
    ShopDatabase.extractTwice(shop);
    ShopDatabase.followChanges(shop);
    try (DummyJsonServer api = PersonalData.serve()) {
      sendWhatComesAgain(api, folder);
      // Ends with another exit code unless the ledger adds up.
      shop.succeed("refresh", "--shops", shops.toString());
      contentOnce = shop.content();
      sendWhatComesAgain(api, folder);
      shop.succeed("refresh", "--shops", shops.toString());
      contentTwice = shop.content();
    }
    shop.succeed("report", "--out=" + shop.home().resolve("report.html"));
    lake = lake(shop);
  }

  /** Starts services in {@code folder} and sends everything there. */
  static EverySource in(Path folder) throws Exception {
    Shop shop = Shop.open(folder.resolve("home"));
    try {
      return new EverySource(shop, folder);
    } catch (Throwable e) {
      shop.close();
      throw e;
    }
  }

  private void sendWhatComesAgain(DummyJsonServer api, Path folder) throws IOException {
    PersonalData.pull(shop, api);
    PostHogShop.replay(shop, folder);
  }

  Shop shop() {
    return shop;
  }

  /** The visits of PostHog's published clients. */
  PostHogShop.Visits visits() {
    return visits;
  }

  /** What was sent while its ways were cut. */
  KilledSenders.Sent sent() {
    return sent;
  }

  /** The published tables after the first refresh. */
  Map<String, String> contentOnce() {
    return contentOnce;
  }

  /** The same after the second one. */
  Map<String, String> contentTwice() {
    return contentTwice;
  }

  /** The rows of every table of the lake as JSON, by its name; a message has key and value. */
  Map<String, List<String>> lake() {
    return lake;
  }

  /** The rows of {@code table} that belong to a shop; of a message it is its value that does. */
  List<JsonNode> rowsOf(String shopId, String table) {
    return lake.getOrDefault(table, List.of()).stream()
        .map(EverySource::parsed)
        .map(row -> table.startsWith("bronze.") ? message(row) : row)
        .filter(row -> row.path("shop_id").asText().equals(shopId))
        .toList();
  }

  /** What a row of bronze holds; nothing if that is broken, as simulated ones are on purpose. */
  private static JsonNode message(JsonNode row) {
    try {
      return JSON.readTree(row.path("value").asText());
    } catch (JsonProcessingException e) {
      return MissingNode.getInstance();
    }
  }

  static JsonNode parsed(String text) {
    try {
      return JSON.readTree(text);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(text, e);
    }
  }

  private static Map<String, List<String>> lake(Shop shop) {
    String query =
        Catalog.TABLES.stream()
            .map(
                table ->
                    "SELECT '%1$s' AS name, to_json(struct(%2$s)) AS row FROM %1$s"
                        .formatted(
                            table.qualifiedName(),
                            table.layer() == Layer.BRONZE
                                ? "string(key) AS key, string(value) AS value"
                                : "*"))
            .collect(Collectors.joining(" UNION ALL "));
    return shop.answer("sql", "--format=json", query)
        .lines()
        .map(EverySource::parsed)
        .collect(
            Collectors.groupingBy(
                row -> row.get("name").asText(),
                Collectors.mapping(row -> row.get("row").asText(), Collectors.toList())));
  }

  @Override
  public void close() {
    shop.close();
  }
}
