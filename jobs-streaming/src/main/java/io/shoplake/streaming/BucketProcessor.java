package io.shoplake.streaming;

import io.shoplake.lake.SessionRows;
import io.shoplake.lake.SessionRows.EventReader;
import io.shoplake.parsing.Shops;
import io.shoplake.sessions.Bucket;
import io.shoplake.sessions.Event;
import io.shoplake.sessions.Outcome;
import io.shoplake.sessions.Revision;
import io.shoplake.sessions.Rules;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.streaming.OutputMode;
import org.apache.spark.sql.streaming.StatefulProcessor;
import org.apache.spark.sql.streaming.TTLConfig;
import org.apache.spark.sql.streaming.TimeMode;
import org.apache.spark.sql.streaming.TimerValues;
import org.apache.spark.sql.streaming.ValueState;
import scala.collection.Iterator;
import scala.jdk.javaapi.CollectionConverters;

/** Hosts the session engine: one bucket of visitors per key, kept as bytes. */
final class BucketProcessor extends StatefulProcessor<Integer, Message, Result> {

  private static final long serialVersionUID = 1L;

  // Offset order decides which of two copies is the first, whatever the order of the shuffle.
  private static final Comparator<Message> BY_POSITION =
      Comparator.comparing(Message::getTopic)
          .thenComparingInt(Message::getPartition)
          .thenComparingLong(Message::getOffset);

  private record Place(String topic, int partition) {}

  private final Duration lateness;
  private final Shops shops;
  private final PackedRow events = new PackedRow(Packed.EVENT);
  private final PackedRow rejects = new PackedRow(Packed.REJECT);
  private final PackedRow revisions = new PackedRow(Packed.REVISION);
  private transient ValueState<byte[]> state;
  private transient EventReader reader;

  BucketProcessor(Duration lateness, Shops shops) {
    this.lateness = lateness;
    this.shops = shops;
  }

  @Override
  public void init(OutputMode outputMode, TimeMode timeMode) {
    state = getHandle().getValueState("bucket", Encoders.BINARY(), TTLConfig.NONE());
    reader = new EventReader(Packed.EVENT);
  }

  @Override
  public Iterator<Result> handleInputRows(
      Integer key, Iterator<Message> messages, TimerValues timers) {
    List<Message> inOrder = new ArrayList<>(CollectionConverters.asJava(messages.toSeq()));
    inOrder.sort(BY_POSITION);
    Function<String, Rules> rules = shop -> SessionRows.rules(shops.shop(shop));
    Bucket bucket =
        state.exists() ? Bucket.decode(state.get(), lateness, rules) : new Bucket(lateness, rules);
    List<Result> results = new ArrayList<>(inOrder.size() * 2);
    Map<Place, Long> read = new HashMap<>();
    for (Message message : inOrder) {
      results.add(message.getReason() == null ? event(bucket, message) : reject(message));
      read.merge(new Place(message.getTopic(), message.getPartition()), 1L, Long::sum);
    }
    bucket.endBatch(revision -> results.add(revision(revision)));
    state.update(bucket.encode());
    read.forEach((place, number) -> results.add(read(place, number, bucket.watermark())));
    return CollectionConverters.asScala(results.iterator());
  }

  private Result event(Bucket bucket, Message message) {
    Row row = events.unpack(message.getPacked());
    Event event = reader.event(row);
    Outcome outcome = bucket.add(event, message.getArrival());
    Result result = result(kind(outcome), message);
    result.setShop(event.shopId());
    result.setDay(day(row));
    result.setBot(event.isBot());
    if (outcome == Outcome.ACCEPTED || outcome == Outcome.LATE) {
      result.setPacked(message.getPacked());
    }
    if (outcome == Outcome.LATE) {
      result.setVisitor(event.visitorId());
      result.setEvent(event.eventId());
      result.setHash(event.contentHash());
    }
    return result;
  }

  private static Kind kind(Outcome outcome) {
    return switch (outcome) {
      case ACCEPTED -> Kind.ACCEPTED;
      case DUPLICATE -> Kind.DUPLICATE;
      case CONFLICTING -> Kind.CONFLICTING;
      case LATE -> Kind.LATE;
    };
  }

  private Result reject(Message message) {
    Row row = rejects.unpack(message.getPacked());
    Result result = result(Kind.REJECTED, message);
    result.setShop(row.getString(0));
    result.setDay(day(row));
    result.setReason(message.getReason());
    result.setPacked(message.getPacked());
    return result;
  }

  private static Result result(Kind kind, Message message) {
    Result result = new Result();
    result.setKind(kind.name());
    result.setTopic(message.getTopic());
    result.setPartition(message.getPartition());
    result.setOffset(message.getOffset());
    return result;
  }

  private Result revision(Revision revision) {
    ZoneId zone = shops.shop(revision.session().shopId()).timeZone();
    Row session = SessionRows.row(revision.session(), zone);
    Object[] values = Arrays.copyOf(values(session), session.length() + 2);
    values[session.length()] = revision.revision();
    values[session.length() + 1] = revision.isRemoved();
    Result result = new Result();
    result.setKind(Kind.REVISION.name());
    result.setShop(revision.session().shopId());
    result.setDay(day(session));
    result.setPacked(revisions.pack(revisions.row(values)));
    return result;
  }

  private static Object[] values(Row row) {
    Object[] values = new Object[row.length()];
    for (int i = 0; i < values.length; i++) {
      values[i] = row.get(i);
    }
    return values;
  }

  private static Result read(Place place, long number, long watermark) {
    Result result = new Result();
    result.setKind(Kind.READ.name());
    result.setTopic(place.topic());
    result.setPartition(place.partition());
    result.setNumber(number);
    result.setWatermark(watermark);
    return result;
  }

  // The day is the second column of every table of days.
  private static int day(Row row) {
    return (int) ((LocalDate) row.get(1)).toEpochDay();
  }
}
