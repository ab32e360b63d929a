package io.shoplake.streaming;

import io.shoplake.parsing.MessageParser;
import io.shoplake.parsing.Parsed;
import io.shoplake.parsing.Parsed.Accepted;
import io.shoplake.parsing.Parsed.Rejected;
import io.shoplake.parsing.ShopEvent;
import io.shoplake.parsing.Shops;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.sql.Row;

/**
 * The one parsing pass: a message of bronze becomes an event or a reject, on its way to a bucket.
 */
final class EventMessages implements MapFunction<Row, Message> {

  private static final long serialVersionUID = 1L;

  private final MessageParser<ShopEvent> parser;
  private final Shops shops;
  private final int buckets;
  private final PackedRow events = new PackedRow(Packed.EVENT);
  private final PackedRow rejects = new PackedRow(Packed.REJECT);

  EventMessages(MessageParser<ShopEvent> parser, Shops shops, int buckets) {
    this.parser = parser;
    this.shops = shops;
    this.buckets = buckets;
  }

  @Override
  public Message call(Row row) {
    Origin origin = Origin.of(row);
    Message message = new Message();
    message.setTopic(origin.topic());
    message.setPartition(origin.partition());
    message.setOffset(origin.offset());
    message.setArrival(origin.arrival());
    Parsed<ShopEvent> parsed = origin.parsed(parser);
    if (parsed instanceof Accepted<ShopEvent> accepted) {
      ShopEvent event = accepted.record();
      message.setBucket(bucket(event.shopId(), event.visitorId()));
      message.setPacked(events.pack(events.row(EventRows.values(event, origin))));
    } else if (parsed instanceof Rejected<ShopEvent> rejected) {
      // Rejects have no visitor; their position spreads them over the buckets.
      message.setBucket(bucket(origin.topic(), origin.partition() + ":" + origin.offset()));
      message.setReason(rejected.reason());
      message.setPacked(rejects.pack(rejects.row(origin.reject(EventsJob.QUERY, rejected, shops))));
    }
    return message;
  }

  // Part of the state's layout. String.hashCode is the same in every JVM; the factor spreads it.
  private int bucket(String first, String second) {
    int hash = (31 * first.hashCode() + second.hashCode()) * 0x9E3779B9;
    return Math.floorMod(hash ^ (hash >>> 16), buckets);
  }
}
