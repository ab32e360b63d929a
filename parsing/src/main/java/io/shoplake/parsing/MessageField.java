package io.shoplake.parsing;

/** One field of a message, declared by an enum whose order is the order of checking. */
interface MessageField {

  /** Dotted path from the top of the message, without positions in lists. */
  String path();

  FieldKind kind();

  int ordinal();

  /** Most characters; 0 where there is no limit. */
  int maxLength();

  boolean isRequired();

  boolean mayBeNegative();

  /** Whether an empty string means that nothing was said. */
  default boolean isEmptyAbsent() {
    return isRequired() || kind() == FieldKind.ID;
  }
}
