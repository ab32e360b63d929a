package io.shoplake.parsing;

/**
 * What became of one message: a typed record, or the reason why it is none.
 *
 * @param <T> the record
 */
public sealed interface Parsed<T> {

  /** The message says what it must; {@code record} is its content. */
  record Accepted<T>(T record) implements Parsed<T> {}

  /**
   * The message is not acceptable.
   *
   * @param reason the code of the first problem, such as {@code not_json}
   * @param detail one sentence on what was wrong, never with a value of the message
   * @param shopId the shop, where it could be read, else {@code main}
   */
  record Rejected<T>(String reason, String detail, String shopId) implements Parsed<T> {}
}
