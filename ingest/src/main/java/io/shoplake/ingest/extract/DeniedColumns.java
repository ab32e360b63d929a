package io.shoplake.ingest.extract;

import com.fasterxml.jackson.databind.JsonNode;
import io.shoplake.ingest.DenyList;
import io.shoplake.parsing.PersonalKeys;

/**
 * What of a table is never sent: columns that the tables file leaves out, and whatever stands under
 * a name that sounds like passwords, cards or bank accounts, a column or a member of JSON in one.
 */
public record DeniedColumns(SourceTable table) {

  public boolean contains(String column) {
    return table.leaveOut().contains(column)
        || (PersonalKeys.isSecret(column) && !table.keep().contains(column));
  }

  /** What is sent of the value of {@code column}, which may hold secrets within JSON. */
  public JsonNode sent(String column, JsonNode value) {
    return table.keep().contains(column) ? value : DenyList.redactCell(value);
  }
}
