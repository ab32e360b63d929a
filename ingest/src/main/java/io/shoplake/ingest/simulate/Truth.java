package io.shoplake.ingest.simulate;

import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The true values of the gold tables, from what the simulation did.
 *
 * <p>Nothing here reads a message: faults on the way cannot change what is true.
 */
public final class Truth {

  /** A row in a line, as there are many. */
  private static final ObjectWriter JSON =
      JsonMapper.builder()
          .build()
          .writer(
              new DefaultPrettyPrinter()
                  .withObjectIndenter(DefaultPrettyPrinter.FixedSpaceIndenter.instance)
                  .withArrayIndenter(DefaultIndenter.SYSTEM_LINEFEED_INSTANCE.withLinefeed("\n")));

  private final LedgerTruth ledger;
  private final List<ShopTruth> shops;

  Truth(LedgerTruth ledger, List<ShopTruth> shops) {
    this.ledger = ledger;
    this.shops = List.copyOf(shops);
  }

  LedgerTruth ledger() {
    return ledger;
  }

  /** The rows of each table, the totals of the ledger, and what was sent to each topic. */
  public Map<String, Object> content() {
    Map<String, Object> content = new LinkedHashMap<>();
    content.put("tables", tables());
    content.put("ledger", ledger.totals());
    content.put("topics", ledger.topics());
    content.put("bots", shops.stream().flatMap(shop -> shop.disguised().stream()).toList());
    return content;
  }

  private Map<String, List<Map<String, Object>>> tables() {
    Map<String, List<Map<String, Object>>> tables = new LinkedHashMap<>();
    for (ShopTruth shop : shops) {
      shop.tables()
          .forEach(
              (name, rows) ->
                  tables.computeIfAbsent(name, fresh -> new ArrayList<>()).addAll(rows));
    }
    tables.put("daily_quality", ledger.dailyQuality());
    return tables;
  }

  /** The ledger's totals in a few lines. */
  public String summary() {
    return ledger.summary();
  }

  /** Writes {@link #content} as JSON. */
  public void write(Path file) throws IOException {
    if (file.toAbsolutePath().getParent() != null) {
      Files.createDirectories(file.toAbsolutePath().getParent());
    }
    JSON.writeValue(file.toFile(), content());
  }
}
