package io.shoplake.ingest.template;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;

/**
 * The rows that an expression may look at.
 *
 * @param rows by their alias, that of the row the message is about being empty; a row that does not
 *     exist is absent
 * @param lists what stands for each of several rows, by their alias
 */
public record Scope(Map<String, JsonNode> rows, Map<String, List<Scope>> lists) {

  /** The alias of the row that a message is about. */
  public static final String ROOT = "";

  /**
   * The value of a column; null where the row does not exist or holds nothing.
   *
   * @throws BadRowException if the row has no such column
   */
  JsonNode value(String alias, String column) throws BadRowException {
    JsonNode row = rows.get(alias);
    if (row == null) {
      return null;
    }
    JsonNode value = row.get(column);
    if (value == null) {
      throw new BadRowException(
          "there is no column '%s'%s"
              .formatted(column, alias.equals(ROOT) ? "" : " in the rows of '" + alias + "'"));
    }
    return value.isNull() ? null : value;
  }
}
