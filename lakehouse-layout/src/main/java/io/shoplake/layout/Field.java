package io.shoplake.layout;

import java.util.Objects;

/**
 * One column of a table.
 *
 * @param name snake case
 * @param type its type
 * @param isRequired whether it may not be null
 * @param addition how values of several rows may be combined
 * @param comment one sentence that a shopkeeper would understand, with unit and time zone
 */
public record Field(
    String name, FieldType type, boolean isRequired, Addition addition, String comment) {

  /** How the values of a column may be combined over rows. */
  public enum Addition {
    /** The values may be summed. */
    ADDITIVE,
    /** The latest value stands for a longer time. */
    LAST,
    /** The values may not be combined, as a count of distinct people. */
    NONE
  }

  public Field {
    Objects.requireNonNull(type, name);
    if (!name.matches("[a-z][a-z0-9_]{0,62}")) {
      throw new IllegalArgumentException("'%s' is no column name".formatted(name));
    }
    if (comment.isBlank()) {
      throw new IllegalArgumentException("The field '%s' has no comment".formatted(name));
    }
  }

  /** A column that is never null. */
  public static Field required(String name, FieldType type, String comment) {
    return new Field(name, type, true, Addition.NONE, comment);
  }

  /** A column that may be null. */
  public static Field optional(String name, FieldType type, String comment) {
    return new Field(name, type, false, Addition.NONE, comment);
  }

  /** A measure that is never null and may be summed over rows. */
  public static Field additive(String name, FieldType type, String comment) {
    return new Field(name, type, true, Addition.ADDITIVE, comment);
  }
}
