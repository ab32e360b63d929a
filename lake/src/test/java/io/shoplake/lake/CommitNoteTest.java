package io.shoplake.lake;

import static org.assertj.core.api.Assertions.assertThat;

import io.shoplake.lake.CommitNote.DayFigures;
import io.shoplake.lake.CommitNote.Figures;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class CommitNoteTest {

  private static final ShopDay MONDAY = new ShopDay("main", LocalDate.parse("2026-11-16"));
  private static final ShopDay TUESDAY = new ShopDay("main", LocalDate.parse("2026-11-17"));

  @Test
  void aNoteIsReadAsItWasWritten() {
    CommitNote note =
        CommitNote.ofBatch("events@7f", 4, List.of(TUESDAY, MONDAY))
            .withFigures(
                List.of(
                    new Figures(
                        "shop.events",
                        2,
                        10,
                        14,
                        5,
                        3,
                        1,
                        1,
                        1,
                        0,
                        new TreeMap<>(Map.of("not_json", 1L)))),
                List.of(new DayFigures(MONDAY, 3, 1, 1)))
            .madeFrom(Map.of("bronze.shop_events", 12L));

    assertThat(CommitNote.parse(note.toJson())).contains(note);
    assertThat(note.touched()).containsExactly(MONDAY, TUESDAY);
  }

  @Test
  void aShopMayHaveAnyName() {
    List<ShopDay> days =
        Stream.of("", ".", "/", "/a/b", "/main", "main", "~0")
            .map(shop -> new ShopDay(shop, MONDAY.day()))
            .toList();
    CommitNote note = CommitNote.of("events@7f", days);
    assertThat(CommitNote.parse(note.toJson())).contains(note);
    assertThat(note.touched()).hasSameSizeAs(days);
  }

  @Test
  void figuresThatLoseAMessageDoNotAddUp() {
    Figures lost = new Figures("t", 0, 0, 4, 5, 3, 1, 0, 0, 0, new TreeMap<>());
    assertThat(lost.addsUp()).isFalse();
  }

  @Test
  void textOfOthersIsNoNote() {
    assertThat(CommitNote.parse("nightly run")).isEmpty();
    assertThat(CommitNote.parse("{\"query\": 1}")).isEmpty();
  }
}
