package io.shoplake.batch;

import static io.shoplake.layout.silver.Events.EVENTS;
import static io.shoplake.layout.silver.Sessions.SESSIONS;
import static org.apache.spark.sql.functions.col;

import io.shoplake.cli.ExitCode;
import io.shoplake.cli.UserMistake;
import io.shoplake.lake.Lake;
import io.shoplake.lake.LakeOptions;
import io.shoplake.lake.SessionRows;
import io.shoplake.parsing.Shop;
import io.shoplake.sessions.Event;
import io.shoplake.sessions.Explain;
import io.shoplake.sessions.Explain.Boundary;
import io.shoplake.sessions.Explain.Explanation;
import io.shoplake.sessions.Session;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Looks into single sessions. */
@Command(
    name = "sessions",
    description = "Looks into single sessions.",
    subcommands = SessionsCommand.ExplainOne.class,
    synopsisSubcommandLabel = "COMMAND")
public final class SessionsCommand {

  /** Says which events a session holds, why it began and why it ended. */
  @Command(
      name = "explain",
      description = "Says which events a session holds, why it began and why it ended.")
  public static final class ExplainOne implements Callable<Integer> {

    @Mixin LakeOptions lakeOptions;

    @Mixin ShopOptions shopOptions;

    @Parameters(paramLabel = "SESSION_ID", description = "As in silver.sessions.")
    String sessionId;

    @Override
    public Integer call() {
      try (Lake lake = lakeOptions.open("sessions explain")) {
        Row session = session(lake);
        String shopId = session.getAs("shop_id");
        String visitorId = session.getAs("visitor_id");
        Shop shop = shopOptions.shops().shop(shopId);
        Dataset<Row> rows =
            lake.read(EVENTS)
                .where(col("shop_id").equalTo(shopId).and(col("visitor_id").equalTo(visitorId)));
        SessionRows.EventReader reader = new SessionRows.EventReader(rows.schema());
        List<Event> events = rows.collectAsList().stream().map(reader::event).toList();
        Explanation explanation =
            Explain.sessions(SessionRows.rules(shop), events).stream()
                .filter(each -> each.session().sessionId().equals(sessionId))
                .findFirst()
                .orElseThrow(
                    () ->
                        new UserMistake(
                            ExitCode.DATA,
                            "The session '%s' has changed since it was stored; run restate."
                                .formatted(sessionId)));
        print(explanation, events, shop);
      }
      return ExitCode.OK.number();
    }

    private Row session(Lake lake) {
      if (!lake.exists(SESSIONS)) {
        throw new UserMistake(
            ExitCode.CONFIGURATION,
            "The lake has no table silver.sessions yet; run restate, or refresh, first.");
      }
      return lake
          .read(SESSIONS)
          .where(col("session_id").equalTo(sessionId))
          .select("shop_id", "visitor_id")
          .collectAsList()
          .stream()
          .findFirst()
          .orElseThrow(
              () ->
                  new UserMistake(
                      ExitCode.USAGE,
                      "There is no session '%s' in silver.sessions; find one with sql \"SELECT session_id FROM silver.sessions LIMIT 5\"."
                          .formatted(sessionId)));
    }
  }

  private static void print(Explanation explanation, List<Event> events, Shop shop) {
    Session session = explanation.session();
    DateTimeFormatter time =
        DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSS").withZone(shop.timeZone());
    System.out.printf(
        "session  %s%nshop     %s (times in %s)%nvisitor  %s%nlasted   %s, %d events%nbegan    %s%nended    %s%n%n",
        session.sessionId(),
        session.shopId(),
        shop.timeZone(),
        session.visitorId(),
        said(Duration.ofSeconds(session.durationSeconds())),
        session.events(),
        began(explanation.began(), time),
        ended(explanation.ended(), shop, time));
    List<List<String>> lines =
        events.stream()
            .filter(
                event -> event.time() >= session.startedAt() && event.time() <= session.endedAt())
            .sorted(Comparator.comparingLong(Event::time).thenComparing(Event::eventId))
            .map(event -> line(event, time))
            .toList();
    Format.TABLE.print(List.of("time", "event", "event_id", "page", "order"), lines, System.out);
  }

  private static List<String> line(Event event, DateTimeFormatter time) {
    return List.of(
        time.format(instant(event)),
        event.type(),
        event.eventId(),
        event.pageUrl() == null ? "" : event.pageUrl(),
        event.orderId() == null ? "" : event.orderId());
  }

  private static String began(Boundary boundary, DateTimeFormatter time) {
    Event first = boundary.after();
    String at = "with %s at %s, ".formatted(first.type(), time.format(instant(first)));
    return at
        + switch (boundary.rule()) {
          case FIRST -> "the first seen of this visitor in 30 days";
          case GAP -> "%s after the event before, longer than the gap".formatted(pause(boundary));
          case MAX_DURATION -> "since the session before would have lasted too long";
          case CAMPAIGN -> "since it came by another campaign than the session before";
          case MIDNIGHT -> "since a new shop-local day began";
          case LOGIN -> "since another person signed in";
        };
  }

  private static String ended(Boundary boundary, Shop shop, DateTimeFormatter time) {
    Event last = boundary.before();
    String at = "with %s at %s, ".formatted(last.type(), time.format(instant(last)));
    return boundary.rule() == null
        ? at
            + "nothing followed; open until an event is more than %s later"
                .formatted(said(shop.sessions().gap()))
        : at
            + "the next event, %s later, began another by the rule %s"
                .formatted(pause(boundary), boundary.rule().label());
  }

  private static String pause(Boundary boundary) {
    return boundary.gapMicros() == null
        ? "some time"
        : said(Duration.of(boundary.gapMicros(), ChronoUnit.MICROS));
  }

  /** A duration for people: 1 d 2 h 3 min 4 s. */
  static String said(Duration duration) {
    StringBuilder text = new StringBuilder();
    append(text, duration.toDaysPart(), "d");
    append(text, duration.toHoursPart(), "h");
    append(text, duration.toMinutesPart(), "min");
    append(text, duration.toSecondsPart(), "s");
    return text.isEmpty() ? duration.toMillis() + " ms" : text.toString().strip();
  }

  private static void append(StringBuilder text, long count, String unit) {
    if (count > 0) {
      text.append(count).append(' ').append(unit).append(' ');
    }
  }

  private static Instant instant(Event event) {
    return Instant.EPOCH.plus(event.time(), ChronoUnit.MICROS);
  }
}
