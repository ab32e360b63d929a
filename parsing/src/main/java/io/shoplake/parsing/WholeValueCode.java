package io.shoplake.parsing;

import java.util.Locale;

/** Why a value is refused before any of its fields counts. */
enum WholeValueCode {
  TOO_LARGE("The value is larger than the limit"),
  NOT_UTF8("The value is not UTF-8, or has half of a surrogate pair,"),
  NOT_JSON("The value is not JSON"),
  TRAILING_CONTENT("Something follows the JSON object"),
  DUPLICATE_KEY("A key stands twice in one object"),
  TOO_DEEP("The value is nested deeper than 100 levels"),
  NOT_AN_OBJECT("The value is JSON, but no object,"),
  NUL_CHARACTER("The value has a NUL character");

  private final String detail;

  WholeValueCode(String detail) {
    this.detail = detail;
  }

  String code() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** One sentence, with where it was met. */
  String detail(long byteOffset) {
    return detail + " at byte " + byteOffset + ".";
  }
}
