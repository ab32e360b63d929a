package io.shoplake.ingest.simulate;

import io.shoplake.ingest.MessageSink;
import io.shoplake.ingest.MessageSink.Origin;
import java.util.PriorityQueue;

/** Messages under way, handed over in the order in which they are sent. */
final class Outbox {

  private record Message(long sendAt, long number, String topic, byte[] key, byte[] value)
      implements Comparable<Message> {
    @Override
    public int compareTo(Message other) {
      int byTime = Long.compare(sendAt, other.sendAt);
      return byTime != 0 ? byTime : Long.compare(number, other.number);
    }
  }

  private final PriorityQueue<Message> waiting = new PriorityQueue<>();
  private final MessageSink sink;
  private long posted;
  private long sent;

  Outbox(MessageSink sink) {
    this.sink = sink;
  }

  /** Will be sent at {@code sendAt}, epoch milliseconds, after what was posted before for then. */
  void post(long sendAt, String topic, byte[] key, byte[] value) {
    waiting.add(new Message(sendAt, posted++, topic, key, value));
  }

  /** Sends everything due before {@code moment}. */
  void sendBefore(long moment) {
    while (!waiting.isEmpty() && waiting.peek().sendAt() < moment) {
      Message message = waiting.poll();
      sink.send(message.topic(), message.key(), message.value(), new Origin("message", ++sent));
    }
  }

  /** Messages sent so far. */
  long sent() {
    return sent;
  }
}
