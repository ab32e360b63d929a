package io.shoplake.local.verify;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.shoplake.cli.ExitCode;
import io.shoplake.cli.UserMistake;
import io.shoplake.layout.Catalog;
import io.shoplake.layout.Field;
import io.shoplake.layout.Table;
import io.shoplake.layout.Table.Layer;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a simulated shop knows about itself.
 *
 * @param tables the rows that must be in the warehouse, with the columns that are known
 * @param ledger what must have become of the messages: totals by name
 * @param homeless tables of the truth that the catalogue does not have, with their number of rows
 */
record Truth(
    Map<Table, TableRows> tables, Map<String, BigDecimal> ledger, Map<String, Integer> homeless) {

  private static final JsonMapper JSON =
      JsonMapper.builder().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS).build();

  /**
   * Reads a truth file.
   *
   * @throws UserMistake when it is missing or is no truth file
   */
  static Truth read(Path file) {
    if (!Files.isRegularFile(file)) {
      throw new UserMistake(
          ExitCode.CONFIGURATION,
          "There is no truth file '%s'; './shoplake simulate' writes one.".formatted(file));
    }
    try {
      return of(JSON.readTree(file.toFile()));
    } catch (JacksonException | IllegalArgumentException e) {
      throw new UserMistake(
          ExitCode.CONFIGURATION,
          "'%s' is no truth file: %s.".formatted(file, e.getMessage().lines().findFirst().get()),
          e);
    } catch (IOException e) {
      throw new UserMistake(
          ExitCode.CONFIGURATION, "The truth file '%s' cannot be read.".formatted(file), e);
    }
  }

  private static Truth of(JsonNode root) {
    if (!root.path("tables").isObject()) {
      throw new IllegalArgumentException("it has no object 'tables'");
    }
    Map<Table, TableRows> tables = new LinkedHashMap<>();
    Map<String, Integer> homeless = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> entry : root.path("tables").properties()) {
      Optional<Table> table = goldTable(entry.getKey());
      if (table.isPresent()) {
        tables.put(table.get(), rows(table.get(), entry.getValue()));
      } else {
        homeless.put(entry.getKey(), entry.getValue().size());
      }
    }
    Map<String, BigDecimal> ledger = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> entry : root.path("ledger").properties()) {
      if (!entry.getValue().isNumber()) {
        throw new IllegalArgumentException("'ledger.%s' is no number".formatted(entry.getKey()));
      }
      ledger.put(entry.getKey(), entry.getValue().decimalValue());
    }
    return new Truth(tables, ledger, homeless);
  }

  private static Optional<Table> goldTable(String name) {
    return Catalog.layer(Layer.GOLD).stream()
        .filter(table -> table.name().equals(name))
        .findFirst();
  }

  private static TableRows rows(Table table, JsonNode list) {
    Map<List<Object>, Map<String, Object>> rows = new LinkedHashMap<>();
    TableRows result = new TableRows(table.key(), rows);
    for (JsonNode node : list) {
      Map<String, Object> values = values(table, node);
      List<Object> key = new ArrayList<>();
      for (String column : table.key()) {
        if (values.get(column) == null) {
          throw new IllegalArgumentException(
              "a row of '%s' has no '%s'".formatted(table.name(), column));
        }
        key.add(values.remove(column));
      }
      if (rows.put(key, values) != null) {
        throw new IllegalArgumentException(
            "'%s' holds %s twice".formatted(table.name(), result.describe(key)));
      }
    }
    return result;
  }

  private static Map<String, Object> values(Table table, JsonNode row) {
    Map<String, Field> fields = new HashMap<>();
    table.fields().forEach(field -> fields.put(field.name(), field));
    Map<String, Object> values = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> entry : row.properties()) {
      Field field = fields.get(entry.getKey());
      if (field == null) {
        throw new IllegalArgumentException(
            "'%s' has no column '%s'".formatted(table.name(), entry.getKey()));
      }
      values.put(field.name(), Cells.ofTruth(field.type(), entry.getValue()));
    }
    return values;
  }

  /** The shops it speaks of. */
  Set<String> shops() {
    Set<String> shops = new TreeSet<>();
    tables.forEach(
        (table, content) -> {
          int shop = table.key().indexOf("shop_id");
          content.rows().keySet().forEach(key -> shops.add((String) key.get(shop)));
        });
    return shops;
  }
}
