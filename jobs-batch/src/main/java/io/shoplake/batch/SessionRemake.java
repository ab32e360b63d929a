package io.shoplake.batch;

import static org.apache.spark.sql.functions.col;

import io.shoplake.lake.SessionRows;
import io.shoplake.lake.SessionRows.EventReader;
import io.shoplake.parsing.Shop;
import io.shoplake.parsing.Shops;
import io.shoplake.sessions.Event;
import io.shoplake.sessions.Sessionizer;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Spliterators;
import java.util.stream.StreamSupport;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.encoders.RowEncoder;
import org.apache.spark.sql.types.StructType;

/** Makes whole visitors anew from their events, by the engine that the stream uses. */
final class SessionRemake {

  private SessionRemake() {}

  /**
   * One row of {@code silver.sessions} per session.
   *
   * @param events rows of {@code silver.events}, all of every visitor in them
   */
  static Dataset<Row> sessions(Dataset<Row> events, Shops shops) {
    StructType type = events.schema();
    MapPartitionsFunction<Row, Row> remake = rows -> sessions(rows, new EventReader(type), shops);
    return events
        .repartition(col("shop_id"), col("visitor_id"))
        .sortWithinPartitions("shop_id", "visitor_id")
        .mapPartitions(remake, RowEncoder.encoderFor(SessionRows.SCHEMA.asNullable(), true));
  }

  private static Iterator<Row> sessions(Iterator<Row> rows, EventReader reader, Shops shops) {
    return StreamSupport.stream(
            Spliterators.spliteratorUnknownSize(new Visitors(rows, reader), 0), false)
        .flatMap(
            events -> {
              Shop shop = shops.shop(events.get(0).shopId());
              return Sessionizer.sessions(SessionRows.rules(shop), events).stream()
                  .map(session -> SessionRows.row(session, shop.timeZone()));
            })
        .iterator();
  }

  /** The events of one visitor after the other, from rows sorted by visitor. */
  private static final class Visitors implements Iterator<List<Event>> {
    private final Iterator<Row> rows;
    private final EventReader reader;
    private Event next;

    Visitors(Iterator<Row> rows, EventReader reader) {
      this.rows = rows;
      this.reader = reader;
      this.next = read();
    }

    @Override
    public boolean hasNext() {
      return next != null;
    }

    @Override
    public List<Event> next() {
      if (next == null) {
        throw new NoSuchElementException();
      }
      List<Event> events = new ArrayList<>();
      Event first = next;
      while (next != null
          && next.shopId().equals(first.shopId())
          && next.visitorId().equals(first.visitorId())) {
        events.add(next);
        next = read();
      }
      return events;
    }

    private Event read() {
      return rows.hasNext() ? reader.event(rows.next()) : null;
    }
  }
}
