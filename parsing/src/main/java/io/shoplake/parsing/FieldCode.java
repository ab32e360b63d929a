package io.shoplake.parsing;

import java.util.Locale;

/** What can be wrong with one field, in the order of checking. */
enum FieldCode {
  MISSING,
  BAD_TYPE,
  TOO_LONG,
  NOT_FINITE,
  NEGATIVE,
  OUT_OF_RANGE,
  BAD_CURRENCY,
  TIME_OUT_OF_RANGE,
  UNKNOWN_VERSION;

  /** The code of this problem with {@code field}. */
  String code(MessageField field) {
    return switch (this) {
      case BAD_CURRENCY -> "bad_currency";
      case TIME_OUT_OF_RANGE -> field.path() + "_out_of_range";
      case UNKNOWN_VERSION -> "unknown_schema_version";
      case MISSING, BAD_TYPE, TOO_LONG, NOT_FINITE, NEGATIVE, OUT_OF_RANGE ->
          name().toLowerCase(Locale.ROOT) + "_" + field.path();
    };
  }

  /** One sentence that says what must change. */
  String detail(MessageField field) {
    return field.path()
        + switch (this) {
          case MISSING -> " is required and is missing.";
          case BAD_TYPE -> " must be " + field.kind().expectation() + ".";
          case TOO_LONG -> " is longer than " + field.maxLength() + " characters.";
          case NOT_FINITE -> " must be a finite number.";
          case NEGATIVE -> " must not be negative.";
          case OUT_OF_RANGE -> outOfRange(field.kind());
          case BAD_CURRENCY -> " must be an ISO 4217 code such as EUR.";
          case TIME_OUT_OF_RANGE -> " lies before 1990 or too far after its arrival.";
          case UNKNOWN_VERSION -> " must be 1, the only version there is.";
        };
  }

  private static String outOfRange(FieldKind kind) {
    return kind == FieldKind.TIME
        ? " lies outside the years 1 to 9999."
        : " has more than 14 digits before the point.";
  }
}
