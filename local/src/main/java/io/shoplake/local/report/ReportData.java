package io.shoplake.local.report;

import static io.shoplake.layout.gold.DailyRevenue.DAILY_REVENUE;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Everything the report says about one shop.
 *
 * @param shop its id
 * @param period what the report is about
 * @param firstDay the first day that the warehouse knows of this shop
 * @param money sums by currency, the one with most orders first
 * @param moneyBefore the same of the period before
 * @param moneyByDay sums by currency and day; days without facts are absent
 * @param moneyByDayBefore the same of the period before
 * @param activity sums of the period
 * @param activityBefore the same of the period before
 * @param visitorsByDay distinct visitors; days without events are absent
 * @param visitorsBefore distinct visitors on the last day of the period before
 * @param funnel the steps in order
 * @param channels where sessions came from, the largest first
 * @param devices what visitors used, the largest first
 * @param products the best by currency
 * @param quality what became of the events
 */
record ReportData(
    String shop,
    Period period,
    LocalDate firstDay,
    Map<String, Sums> money,
    Map<String, Sums> moneyBefore,
    Map<String, Map<LocalDate, Sums>> moneyByDay,
    Map<String, Map<LocalDate, Sums>> moneyByDayBefore,
    Sums activity,
    Sums activityBefore,
    Map<LocalDate, Visitors> visitorsByDay,
    Optional<Visitors> visitorsBefore,
    List<Step> funnel,
    List<Origin> channels,
    List<Origin> devices,
    Map<String, List<Product>> products,
    Quality quality) {

  /** Distinct visitors on a day, and in the 7 and 30 days that end on it. */
  record Visitors(BigDecimal dau, BigDecimal wau, BigDecimal mau) {}

  /** A step of the funnel. */
  record Step(String name, BigDecimal sessions, BigDecimal dropOff) {

    /** The part of the sessions of the step before that ended there; empty without any. */
    Optional<BigDecimal> dropOffRate() {
      return Sums.quotient(dropOff, sessions.add(dropOff));
    }
  }

  /** Sessions by channel or device. */
  record Origin(String name, BigDecimal sessions, BigDecimal purchases) {}

  /** A product with its sums in one currency. */
  record Product(String id, String name, Sums sums) {}

  /**
   * What became of the events of the shop.
   *
   * @param period sums by event day, rejected ones by day of arrival
   * @param ever the same over all days
   * @param unbalanced days on which the events counted are not the events accepted
   * @param changing the first day of the period that may still change at the time of the report
   */
  record Quality(
      Sums period, Sums ever, List<LocalDate> unbalanced, Optional<LocalDate> changing) {}

  /**
   * What the warehouse says about everything that was read from Kafka, over all shops.
   *
   * @param loadedAt when the warehouse was last loaded; empty where no load is on record
   * @param topics the ledger by topic
   * @param reasons refused messages by reason, the most frequent first
   */
  record Arrivals(Optional<Instant> loadedAt, List<Topic> topics, Map<String, BigDecimal> reasons) {

    /** The ledger of one topic. */
    record Topic(
        String name,
        BigDecimal read,
        BigDecimal accepted,
        BigDecimal duplicate,
        BigDecimal rejected) {

      /** What was read and became nothing that the ledger knows; zero when all is well. */
      BigDecimal unaccounted() {
        return read.subtract(accepted).subtract(duplicate).subtract(rejected);
      }
    }

    boolean balance() {
      return topics.stream().allMatch(topic -> topic.unaccounted().signum() == 0);
    }
  }

  /** Whether the warehouse holds all of the period before, so that comparing is fair. */
  boolean comparable() {
    return !firstDay.isAfter(period.previous().from());
  }

  /** Sums of a currency in the period before. */
  Sums moneyBefore(String currency) {
    return moneyBefore.getOrDefault(currency, Sums.none(DAILY_REVENUE));
  }

  /** Orders of all currencies. */
  BigDecimal orders() {
    return orders(money);
  }

  BigDecimal ordersBefore() {
    return orders(moneyBefore);
  }

  private static BigDecimal orders(Map<String, Sums> money) {
    return money.values().stream()
        .map(sums -> sums.of("orders"))
        .reduce(BigDecimal.ZERO, BigDecimal::add);
  }
}
