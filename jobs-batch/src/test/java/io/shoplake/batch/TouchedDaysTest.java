package io.shoplake.batch;

import static org.assertj.core.api.Assertions.assertThat;

import io.shoplake.lake.ShopDay;
import io.shoplake.layout.Reach;
import io.shoplake.parsing.Shop;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class TouchedDaysTest {

  @Test
  void aReachWidensEachDayBackAndForward() {
    assertThat(TouchedDays.widened(days("a 5"), new Reach(1, 2), List.of()))
        .containsExactlyElementsOf(days("a 4", "a 5", "a 6", "a 7"));
  }

  @Test
  void anOpenReachTakesTheKnownLaterDaysOfTheSameShopOnly() {
    assertThat(
            TouchedDays.widened(
                days("a 5", "a 7"), Reach.ALL_LATER_DAYS, days("a 4", "a 6", "a 9", "b 9")))
        .containsExactlyElementsOf(days("a 5", "a 6", "a 7", "a 9"));
  }

  @Test
  void aDayIsFinalSomeTimeAfterItEndsInTheShop() {
    Shop shop = Shop.withDefaults("tokyo");
    Shop tokyo =
        new Shop(
            shop.id(),
            ZoneId.of("Asia/Tokyo"),
            shop.currency(),
            shop.revenueBasis(),
            Duration.ofDays(8),
            shop.sessions(),
            shop.funnel(),
            shop.postHogKeys());
    assertThat(TouchedDays.finalAt(LocalDate.of(2026, 11, 2), tokyo))
        .isEqualTo(Instant.parse("2026-11-10T15:00:00Z"));
  }

  private static TreeSet<ShopDay> days(String... days) {
    TreeSet<ShopDay> all = new TreeSet<>();
    Stream.of(days)
        .map(day -> day.split(" "))
        .map(day -> new ShopDay(day[0], LocalDate.of(2026, 11, Integer.parseInt(day[1]))))
        .forEach(all::add);
    return all;
  }
}
