package io.shoplake.ingest;

import io.shoplake.parsing.MarkedReject;

/** Where messages go: to Kafka, or to files of the same content. */
public interface MessageSink extends AutoCloseable {

  /** Where nothing arrives. */
  MessageSink NOWHERE =
      new MessageSink() {
        @Override
        public void send(String topic, byte[] key, byte[] value, Origin origin) {}

        @Override
        public void sendMarked(String topic, byte[] value, MarkedReject mark, Origin origin) {}

        @Override
        public void flush() {}

        @Override
        public void close() {}
      };

  /**
   * Sends one message, in order with the other messages of its key.
   *
   * @param topic name of the real topic
   * @param key bytes of the key, or null for none
   * @param origin where the message comes from, to name it if it is refused
   */
  void send(String topic, byte[] key, byte[] value, Origin origin);

  /** Sends bytes that are no message, marked so that they are rejected by name. */
  default void sendMarked(String topic, byte[] value, MarkedReject mark, Origin origin) {
    throw new UnsupportedOperationException("This sink takes messages only");
  }

  /** Returns once everything sent so far has arrived or was refused. */
  void flush();

  /** Returns once everything sent has arrived or was refused. */
  @Override
  void close();

  /** A line of a file or any other numbered place. */
  record Origin(String place, long number) {
    @Override
    public String toString() {
      return place + ":" + number;
    }
  }
}
