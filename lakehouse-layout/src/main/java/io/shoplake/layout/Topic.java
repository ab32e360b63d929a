package io.shoplake.layout;

/**
 * A logical Kafka topic; settings say which real topics carry it.
 *
 * @param name the default name of the real topic
 * @param comment what a message is
 * @param keyComment what the key of a message is
 */
public record Topic(String name, String comment, String keyComment) {

  /** What is too large for the contract must still arrive, to be rejected by name. */
  public static final int MAX_MESSAGE_BYTES = 32 * 1024 * 1024;

  /** The name as part of a table name. */
  public String tableName() {
    return name.replace('.', '_');
  }
}
