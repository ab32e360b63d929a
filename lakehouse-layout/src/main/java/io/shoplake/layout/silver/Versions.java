package io.shoplake.layout.silver;

import static io.shoplake.layout.Field.optional;
import static io.shoplake.layout.Field.required;
import static io.shoplake.layout.FieldType.BOOLEAN;
import static io.shoplake.layout.FieldType.TIMESTAMP;

import io.shoplake.layout.Field;
import java.util.List;

/** When a version of a product or customer stood. */
final class Versions {

  static final List<Field> FIELDS =
      List.of(
          required("valid_from", TIMESTAMP, "From when this version stood, UTC."),
          optional(
              "valid_to",
              TIMESTAMP,
              "Until when, UTC, that instant not included; empty while it stands. After the last"
                  + " version of what was deleted there is none."),
          required("is_current", BOOLEAN, "Whether this version still stands."),
          required(
              "is_first",
              BOOLEAN,
              "Whether no earlier version is known; a fact before valid_from uses it too."));

  private Versions() {}
}
