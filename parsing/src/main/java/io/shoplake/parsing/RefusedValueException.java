package io.shoplake.parsing;

/** A value that cannot be read as a message at all; costs no stack trace, as senders cause it. */
final class RefusedValueException extends Exception {

  private static final long serialVersionUID = 1L;

  private final WholeValueCode code;
  private final long byteOffset;

  RefusedValueException(WholeValueCode code, long byteOffset) {
    super(code.name(), null, false, false);
    this.code = code;
    this.byteOffset = byteOffset;
  }

  String code() {
    return code.code();
  }

  String detail() {
    return code.detail(byteOffset);
  }
}
