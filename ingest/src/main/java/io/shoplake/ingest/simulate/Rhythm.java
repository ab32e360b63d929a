package io.shoplake.ingest.simulate;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.List;

/** When people shop: evenings more than nights, Sundays more than Saturdays, in shop-local time. */
final class Rhythm {

  private static final double[] HOURS = {
    0.9, 0.5, 0.3, 0.2, 0.2, 0.4, 1.0, 2.0, 3.0, 3.8, 4.4, 4.8,
    5.2, 4.9, 4.6, 4.6, 4.9, 5.4, 6.2, 7.2, 8.0, 7.6, 5.2, 2.4
  };
  private static final double[] WEEKDAYS = {1.10, 1.0, 0.98, 1.02, 0.95, 0.9, 1.25};
  private static final double CAMPAIGN = 1.7;
  private static final int CAMPAIGN_FROM = 10;
  private static final int CAMPAIGN_TO = 14;
  private static final double[] CAMPAIGN_HOURS = crowded();

  private final SimulatedShop shop;
  private final List<LocalDate> days;
  private final double[] dayWeights;

  Rhythm(SimulatedShop shop, LocalDate firstDay, int days) {
    this.shop = shop;
    this.days = firstDay.datesUntil(firstDay.plusDays(days)).toList();
    this.dayWeights = new double[days];
    for (int index = 0; index < days; index++) {
      double crowd = isCampaignDay(index) ? CAMPAIGN : 1;
      dayWeights[index] = WEEKDAYS[this.days.get(index).getDayOfWeek().getValue() - 1] * crowd;
    }
  }

  /** A moment of some day, as epoch milliseconds. */
  long anyMoment(Dice dice) {
    return momentOf(dice.weighted(dayWeights), dice);
  }

  /** A moment at which a person who was there on {@code moment} comes back, or -1 if never. */
  long laterMoment(long moment, Dice dice) {
    int day = (int) days.get(0).until(shop.day(moment), ChronoUnit.DAYS);
    int later = day + (int) Math.floor(dice.around(2.2, 1.1));
    return later >= days.size() ? -1 : momentOf(later, dice);
  }

  /** A moment without regard to the hour, as programs come. */
  long sleeplessMoment(Dice dice) {
    return dice.between(start(), end() - 1);
  }

  /** Whether a campaign sends a crowd at {@code moment}. */
  boolean isPeak(long moment) {
    ZonedDateTime time = Instant.ofEpochMilli(moment).atZone(shop.timeZone());
    return isCampaignDay((int) days.get(0).until(time.toLocalDate(), ChronoUnit.DAYS))
        && time.getHour() >= CAMPAIGN_FROM
        && time.getHour() < CAMPAIGN_TO;
  }

  /** A newsletter in the middle of the second week, and every two weeks after. */
  private static boolean isCampaignDay(int index) {
    return index % 14 == 9;
  }

  private static double[] crowded() {
    double[] hours = HOURS.clone();
    for (int hour = CAMPAIGN_FROM; hour < CAMPAIGN_TO; hour++) {
      hours[hour] *= 3;
    }
    return hours;
  }

  private long momentOf(int day, Dice dice) {
    double[] hours = isCampaignDay(day) ? CAMPAIGN_HOURS : HOURS;
    LocalTime time =
        LocalTime.of(dice.weighted(hours), dice.below(60), dice.below(60))
            .plusNanos(dice.below(1000) * 1_000_000L);
    return days.get(day).atTime(time).atZone(shop.timeZone()).toInstant().toEpochMilli();
  }

  /** The first epoch millisecond of the first day. */
  long start() {
    return shop.startOf(days.get(0));
  }

  /** The first epoch millisecond after the last day. */
  long end() {
    return shop.startOf(days.get(days.size() - 1).plusDays(1));
  }
}
