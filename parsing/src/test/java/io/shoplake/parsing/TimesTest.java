package io.shoplake.parsing;

import static io.shoplake.parsing.Message.event;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Times as senders write them, clocks that are wrong, and days of shops. */
class TimesTest {

  @ParameterizedTest
  @CsvSource({
    "2026-03-10T11:59:00Z,              2026-03-10T11:59:00Z",
    "2026-03-10T11:59Z,                 2026-03-10T11:59:00Z",
    "2026-03-10T12:59:00+01:00,         2026-03-10T11:59:00Z",
    "2026-03-10T12:59:00+0100,          2026-03-10T11:59:00Z",
    "2026-03-10T12:59:00+01,            2026-03-10T11:59:00Z",
    "2026-03-10T12:59+01,               2026-03-10T11:59:00Z",
    "2026-03-10T17:29:00+05:30,         2026-03-10T11:59:00Z",
    "2026-03-10T08:29:00-0330,          2026-03-10T11:59:00Z",
    "2026-03-10T11:59:00-00:00,         2026-03-10T11:59:00Z",
    "2026-03-10T11:59:00.5Z,            2026-03-10T11:59:00.500000Z",
    "2026-03-10T11:59:00.123456Z,       2026-03-10T11:59:00.123456Z",
    "2026-03-10T11:59:00.123456789Z,    2026-03-10T11:59:00.123456Z",
    "2026-03-10T11:59:00.999999999+00,  2026-03-10T11:59:00.999999Z",
    "2024-02-29T23:59:59Z,              2024-02-29T23:59:59Z",
    "1990-01-01T00:00:00Z,              1990-01-01T00:00:00Z",
    "2026-03-10T13:00:00Z,              2026-03-10T13:00:00Z",
  })
  void aTimeWithAnOffsetIsRead(String sent, Instant meant) {
    assertThat(instant(event().with("event_time", "'" + sent + "'").accepted().eventTime()))
        .isEqualTo(meant);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "2026-03-10T11:59:00",
        "2026-03-10T11:59:00 Z",
        "2026-03-10 11:59:00Z",
        "2026-03-10T11:59:00z",
        "2026-03-10T11:59:00.Z",
        "2026-03-10T11:59.5Z",
        "2026-03-10T11:59:00,5Z",
        "2026-03-10T11:59:00.1234567890Z",
        "2026-03-10T11:59:60Z",
        "2026-03-10T24:00:00Z",
        "2026-03-10T11:60:00Z",
        "2026-02-29T11:59:00Z",
        "2026-04-31T11:59:00Z",
        "2026-13-10T11:59:00Z",
        "2026-00-10T11:59:00Z",
        "2026-3-10T11:59:00Z",
        "26-03-10T11:59:00Z",
        "+2026-03-10T11:59:00Z",
        "2026-03-10",
        "20260310T115900Z",
        "2026-03-10T11:59:00+1",
        "2026-03-10T11:59:00+01:",
        "2026-03-10T11:59:00+01:0",
        "2026-03-10T11:59:00+19:00",
        "2026-03-10T11:59:00+01:60",
        "2026-03-10T11:59:00+01:00:00",
        "2026-03-10T11:59:00Europe/Paris",
        "2026-03-10T11:59:00Z ",
        "2026-03-10T11:59:\u0660\u0660Z",
        "not a time at all"
      })
  void whatIsNoTimeIsRefused(String sent) {
    assertThat(event().with("event_time", "'" + sent + "'").reason())
        .isEqualTo("bad_type_event_time");
  }

  @Test
  void wholeNumbersAreMilliseconds() {
    assertThat(instant(event().with("event_time", "1773143940123").accepted().eventTime()))
        .isEqualTo(Instant.parse("2026-03-10T11:59:00.123Z"));
  }

  @Test
  void everyDayOfTheCalendarIsReadAsJavaReadsIt() {
    Random random = new Random(7);
    for (int i = 0; i < 20_000; i++) {
      OffsetDateTime time =
          OffsetDateTime.of(
              LocalDate.ofEpochDay(random.nextInt(-700_000, 2_900_000)),
              LocalTime.ofSecondOfDay(random.nextInt(86_400)),
              ZoneOffset.ofTotalSeconds(random.nextInt(-1080, 1081) * 60));
      char[] text = time.toString().toCharArray();
      assertThat(instant(Instants.parse(text, 0, text.length)))
          .as(time.toString())
          .isEqualTo(time.toInstant());
    }
  }

  @ParameterizedTest
  @CsvSource({
    "PT0S,     PT0S,     false",
    "PT60S,    PT0S,     false",
    "PT-60S,   PT0S,     false",
    "PT61S,    PT61S,    false",
    "PT-61S,   PT-61S,   false",
    "PT24H,    PT24H,    false",
    "PT-24H,   PT-24H,   false",
    "PT24H1S,  PT0S,     true",
    "PT-240H,  PT0S,     true",
  })
  void aWrongClockIsCorrectedFromAMinuteToADay(
      Duration clockBehind, Duration correction, boolean isSuspect) {
    Instant receivedAt = Instant.parse("2026-03-10T11:59:30Z");
    Instant eventTime = Instant.parse("2026-03-01T00:00:00Z");
    ShopEvent parsed =
        event()
            .with("event_time", "'" + eventTime + "'")
            .with("sent_at", "'" + receivedAt.minus(clockBehind) + "'")
            .with("received_at", "'" + receivedAt + "'")
            .accepted();
    assertThat(instant(parsed.eventTime())).isEqualTo(eventTime.plus(correction));
    assertThat(parsed.originalEventTime())
        .isEqualTo(correction.isZero() ? null : (Long) micros(eventTime));
    assertThat(parsed.isClockSuspect()).isEqualTo(isSuspect);
  }

  @Test
  void theRangeIsCheckedAfterTheCorrection() {
    Message fast = event().with("event_time", "'2026-03-10T22:00:00Z'");
    assertThat(fast.reason()).isEqualTo("event_time_out_of_range");
    assertThat(
            fast.with("sent_at", "'2026-03-10T22:00:05Z'")
                .with("received_at", "'2026-03-10T11:59:05Z'")
                .reason())
        .isEqualTo("accepted");
    assertThat(
            event()
                .with("sent_at", "'2026-03-10T08:00:00Z'")
                .with("received_at", "'2026-03-10T11:59:00Z'")
                .reason())
        .isEqualTo("event_time_out_of_range");
  }

  @Test
  void howFarAheadATimeMayLieIsASetting() {
    EventParser strict =
        new EventParser(
            Shops.DEFAULT, Pseudonyms.forDevelopment(), new Limits(1000, Duration.ofMinutes(1)));
    byte[] value = event().with("event_time", "'2026-03-10T12:01:01Z'").bytes();
    assertThat(Message.reason(strict.parse(value, Message.ARRIVAL)))
        .isEqualTo("event_time_out_of_range");
  }

  @Test
  void theDayIsThatOfTheShop() {
    Shops shops =
        new Shops(Map.of("paris", shopIn("Europe/Paris"), "la", shopIn("America/Los_Angeles")));
    EventParser parser = new EventParser(shops, Pseudonyms.forDevelopment(), Limits.DEFAULT);
    Message late = event().with("event_time", "'2026-03-09T23:30:00Z'");
    assertThat(day(parser, late)).isEqualTo("2026-03-09");
    assertThat(day(parser, late.with("shop_id", "'paris'"))).isEqualTo("2026-03-10");
    assertThat(day(parser, late.with("shop_id", "'la'"))).isEqualTo("2026-03-09");
    assertThat(
            day(
                parser,
                event().with("event_time", "'1996-02-29T22:30Z'").with("shop_id", "'paris'")))
        .isEqualTo("1996-02-29");
  }

  private static Shop shopIn(String zone) {
    Shop main = Shop.withDefaults("x");
    return new Shop(
        zone,
        ZoneId.of(zone),
        main.currency(),
        main.revenueBasis(),
        main.finalAfter(),
        main.sessions(),
        main.funnel(),
        main.postHogKeys());
  }

  private static String day(EventParser parser, Message message) {
    return parser.parse(message.bytes(), Message.ARRIVAL)
            instanceof Parsed.Accepted<ShopEvent> accepted
        ? LocalDate.ofEpochDay(accepted.record().day()).toString()
        : "rejected";
  }

  private static Instant instant(long micros) {
    return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
  }

  private static long micros(Instant instant) {
    return ChronoUnit.MICROS.between(Instant.EPOCH, instant);
  }
}
