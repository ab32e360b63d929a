package io.shoplake.parsing;

/** A field whose enum says everything about it in one value. */
interface DeclaredField extends MessageField {

  /**
   * What is asked of a field.
   *
   * @param maxLength most characters; 0 where there is no limit
   */
  record Declaration(
      String path, FieldKind kind, boolean isRequired, boolean mayBeNegative, int maxLength) {

    static Declaration field(String path, FieldKind kind) {
      return new Declaration(path, kind, false, true, 0);
    }

    Declaration required() {
      return new Declaration(path, kind, true, mayBeNegative, maxLength);
    }

    Declaration notNegative() {
      return new Declaration(path, kind, isRequired, false, maxLength);
    }

    Declaration atMost(int characters) {
      return new Declaration(path, kind, isRequired, mayBeNegative, characters);
    }
  }

  Declaration declaration();

  @Override
  default String path() {
    return declaration().path();
  }

  @Override
  default FieldKind kind() {
    return declaration().kind();
  }

  @Override
  default boolean isRequired() {
    return declaration().isRequired();
  }

  @Override
  default boolean mayBeNegative() {
    return declaration().mayBeNegative();
  }

  @Override
  default int maxLength() {
    return declaration().maxLength();
  }
}
