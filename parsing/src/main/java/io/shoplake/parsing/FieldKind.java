package io.shoplake.parsing;

/** What a field of a message may hold. */
enum FieldKind {
  /** A text, which is absent where it holds an e-mail address, or a pseudonym if it is required. */
  TEXT("a string"),
  /** A text that its reader makes free of personal data. */
  UNCHECKED("a string"),
  /** A text, which becomes a pseudonym where it is or holds an e-mail address. */
  ID("a string"),
  STATUS("one of placed, paid, shipped, delivered, cancelled, refunded, returned"),
  CURRENCY("a string"),
  TIME("an ISO 8601 time with an offset, or whole milliseconds since 1970"),
  /** The time of the fact itself, which must be near its arrival. */
  FACT_TIME("an ISO 8601 time with an offset, or whole milliseconds since 1970"),
  COUNT("a whole number"),
  AMOUNT("a decimal number"),
  FLAG("true or false"),
  VERSION("a whole number"),
  OBJECT("an object"),
  LIST("a list of objects"),
  /** An object whose members are kept as they are. */
  PROPERTIES("an object");

  private final String expectation;

  FieldKind(String expectation) {
    this.expectation = expectation;
  }

  /** What a value must be, to follow "must be". */
  String expectation() {
    return expectation;
  }
}
