package io.shoplake.lake;

import io.shoplake.layout.silver.Sessions;
import io.shoplake.parsing.Channels;
import io.shoplake.parsing.Shop;
import io.shoplake.sessions.Event;
import io.shoplake.sessions.Rules;
import io.shoplake.sessions.Session;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.catalyst.expressions.GenericRowWithSchema;
import org.apache.spark.sql.types.StructType;
import scala.jdk.javaapi.CollectionConverters;

/** Between rows of silver tables and what the session engine takes and gives. */
public final class SessionRows {

  /** The columns of {@code silver.sessions}, which begin those of {@code session_revisions}. */
  public static final StructType SCHEMA = Schemas.of(Sessions.SESSIONS);

  private SessionRows() {}

  /** The session rules of {@code shop}. */
  public static Rules rules(Shop shop) {
    Shop.SessionRules rules = shop.sessions();
    return new Rules(
        rules.gap(),
        rules.maxDuration(),
        rules.cutOnCampaign(),
        rules.cutAtMidnight(),
        rules.cutOnLogin(),
        shop.timeZone(),
        shop.funnel());
  }

  /** Reads rows with the columns of {@code silver.events}, of which it needs some. */
  public static final class EventReader {

    private final Map<String, Integer> positions = new LinkedHashMap<>();

    public EventReader(StructType type) {
      String[] names = type.fieldNames();
      for (int i = 0; i < names.length; i++) {
        positions.put(names[i], i);
      }
    }

    /** What a session needs to know of the event in {@code row}; times may be of either kind. */
    public Event event(Row row) {
      return new Event(
          text(row, "shop_id"),
          text(row, "visitor_id"),
          text(row, "event_id"),
          (Long) value(row, "content_hash"),
          micros(value(row, "event_time")),
          text(row, "event_type"),
          products(row),
          text(row, "order_id"),
          text(row, "page_url"),
          text(row, "page_referrer"),
          text(row, "campaign_source"),
          text(row, "campaign_medium"),
          text(row, "campaign_name"),
          Channels.of(
              text(row, "campaign_source"),
              text(row, "campaign_medium"),
              text(row, "campaign_click_id"),
              text(row, "page_referrer"),
              Channels.host(text(row, "page_url")).orElse(null)),
          text(row, "device"),
          text(row, "platform"),
          text(row, "user_id"),
          text(row, "client_session_id"),
          (Boolean) value(row, "is_bot"));
    }

    private List<String> products(Row row) {
      Object items = value(row, "items");
      if (items == null) {
        return List.of();
      }
      List<String> products = new ArrayList<>();
      for (Object item : CollectionConverters.asJava((scala.collection.Iterable<?>) items)) {
        String product = ((Row) item).getString(0);
        if (product != null) {
          products.add(product);
        }
      }
      return products;
    }

    private Object value(Row row, String column) {
      return row.get(positions.get(column));
    }

    private String text(Row row, String column) {
      return (String) value(row, column);
    }
  }

  /** The session as a row of {@code silver.sessions}; {@code zone} says on which day it began. */
  public static Row row(Session session, ZoneId zone) {
    return new GenericRowWithSchema(values(session, zone), SCHEMA);
  }

  private static Object[] values(Session session, ZoneId zone) {
    return new Object[] {
      session.shopId(),
      LocalDate.ofInstant(instant(session.startedAt()), zone),
      session.sessionId(),
      session.visitorId(),
      instant(session.startedAt()),
      instant(session.endedAt()),
      session.durationSeconds(),
      session.startedBy().label(),
      session.firstEventId(),
      session.lastEventId(),
      session.events(),
      session.pageViews(),
      session.productViews(),
      CollectionConverters.asScala(session.eventsByType()),
      CollectionConverters.asScala(session.productsViewed()).toSeq(),
      CollectionConverters.asScala(session.funnel().stream().map(SessionRows::step).toList())
          .toSeq(),
      CollectionConverters.asScala(session.purchaseEventIds()).toSeq(),
      CollectionConverters.asScala(session.orderIds()).toSeq(),
      session.entryPage(),
      session.exitPage(),
      session.referrer(),
      session.campaignSource(),
      session.campaignMedium(),
      session.campaignName(),
      session.channel(),
      session.device(),
      session.platform(),
      session.userId(),
      session.clientSessionId(),
      session.isBot(),
      session.isBounce()
    };
  }

  private static Row step(Session.Step step) {
    return RowFactory.create(
        step.step(),
        instant(step.firstAt()),
        step.reachedAt() == null ? null : instant(step.reachedAt()));
  }

  private static Instant instant(long micros) {
    return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
  }

  private static long micros(Object time) {
    Instant instant =
        time instanceof java.sql.Timestamp timestamp ? timestamp.toInstant() : (Instant) time;
    return ChronoUnit.MICROS.between(Instant.EPOCH, instant);
  }
}
