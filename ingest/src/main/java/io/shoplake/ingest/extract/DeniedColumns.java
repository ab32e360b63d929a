package io.shoplake.ingest.extract;

import io.shoplake.parsing.PersonalKeys;

/**
 * The columns of a table that are never sent: those the tables file leaves out, and those whose
 * names sound like passwords, cards or bank accounts.
 */
public record DeniedColumns(SourceTable table) {

  public boolean contains(String column) {
    return table.leaveOut().contains(column)
        || (PersonalKeys.isSecret(column) && !table.keep().contains(column));
  }
}
