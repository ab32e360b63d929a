package io.shoplake.parsing;

import static io.shoplake.parsing.Message.event;
import static io.shoplake.parsing.Message.orderChange;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Amounts as senders write them. */
class MoneyTest {

  @ParameterizedTest
  @CsvSource({
    "19.95,                     19.9500",
    "0,                         0.0000",
    "0.1,                       0.1000",
    "100,                       100.0000",
    "1.00005,                   1.0001",
    "1.00004999999999999999999, 1.0000",
    "0.00005,                   0.0001",
    "0.000049,                  0.0000",
    "1.5e3,                     1500.0000",
    "1E-2,                      0.0100",
    "12345e-5,                  0.1235",
    "5e-5,                      0.0001",
    "5e-6,                      0.0000",
    "99999999999999.9999,       99999999999999.9999",
    "0.30000000000000004,       0.3000",
    "99999999999999.99994,      99999999999999.9999",
    "0.00000000000000000000000000000000000001e38, 1.0000",
    "1e-1000000000,             0.0000",
    "0e1000000000,              0.0000",
    "0.0000e999999999999999999, 0.0000",
  })
  void anAmountIsADecimalWithFourDigitsRoundedHalfUp(String sent, BigDecimal meant) {
    assertThat(total(sent)).isEqualTo(meant);
    assertThat(total("'" + sent + "'")).isEqualTo(meant);
    assertThat(orderChange().with("total", "-" + sent).acceptedChange().total())
        .isEqualByComparingTo(meant.negate());
  }

  @ParameterizedTest
  @CsvSource({"+5, 5.0000", "007.50, 7.5000", ".5, 0.5000", "5., 5.0000", "-0.00, 0.0000"})
  void textMayWriteAnAmountMoreFreely(String sent, BigDecimal meant) {
    assertThat(total("'" + sent + "'")).isEqualTo(meant);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "-", "+", ".", "e5", "1e", "1e+", "1.2.3", "1,5", "1 ", "0x10", "1e5x", "12f"})
  void textThatIsNoNumberIsRefused(String sent) {
    assertThat(event().with("order", "{'total':'" + sent + "'}").reason())
        .isEqualTo("bad_type_order.total");
  }

  @Test
  void everyAmountIsReadAsJavaReadsIt() {
    Random random = new Random(11);
    for (int i = 0; i < 50_000; i++) {
      String text =
          random.nextLong(1L << random.nextInt(1, 50))
              + "."
              + random.nextInt(1_000_000)
              + (random.nextBoolean() ? "" : "e" + random.nextInt(-12, 2));
      BigDecimal expected = new BigDecimal(text).setScale(4, RoundingMode.HALF_UP);
      char[] chars = text.toCharArray();
      long actual = Decimals.tenThousandths(chars, 0, chars.length);
      if (expected.precision() - expected.scale() > 14) {
        assertThat(actual).as(text).isEqualTo(Decimals.OUT_OF_RANGE);
      } else {
        assertThat(Decimals.amount(actual)).as(text).isEqualTo(expected);
      }
    }
  }

  @Test
  void hugeNumbersCostNothing() {
    String digits = "9".repeat(900_000);
    assertTimeoutPreemptively(
        Duration.ofSeconds(5),
        () -> {
          for (String huge :
              new String[] {
                "1e1000000000", "1e99999999999999999999", digits, digits + "e-900000"
              }) {
            for (String field : new String[] {"order", "event_time", "schema_version", "other"}) {
              String json = field.equals("order") ? "{'total':" + huge + "}" : huge;
              assertThatCode(() -> event().with(field, json).reason()).doesNotThrowAnyException();
            }
          }
        });
    assertThat(event().with("order", "{'total':1e1000000000}").reason())
        .isEqualTo("not_finite_order.total");
    assertThat(event().with("order", "{'total':" + digits + "}").reason())
        .isEqualTo("not_finite_order.total");
    assertThat(total(digits + "e-900000")).isEqualTo("1.0000");
  }

  @Test
  void returnsAndAdjustmentsOfAnOrderMayBeNegative() {
    OrderChange change =
        orderChange()
            .with("lines", "[{'quantity':-2,'unit_price':-9.5,'discount':-1,'tax':-1,'profit':-3}]")
            .with("shipping", "-1")
            .with("tax", "-2")
            .with("discount", "-3")
            .with("total", "-4.5")
            .acceptedChange();
    assertThat(change.lines().get(0).quantity()).isEqualTo(-2);
    assertThat(change.lines().get(0).unitPrice()).isEqualTo("-9.5000");
    assertThat(change.total()).isEqualTo("-4.5000");
  }

  @Test
  void theCurrencyOfTheOrderComesBeforeThatOfTheEventAndOfTheShop() {
    assertThat(event().accepted().currency()).isEqualTo("EUR");
    Message inDollars = event().with("currency", "'USD'");
    assertThat(inDollars.accepted().currency()).isEqualTo("USD");
    assertThat(inDollars.with("order", "{'currency':'GBP'}").accepted().currency())
        .isEqualTo("GBP");
    Shop main = Shop.withDefaults(Shop.MAIN);
    Shop swiss =
        new Shop(
            Shop.MAIN,
            main.timeZone(),
            "CHF",
            main.revenueBasis(),
            main.finalAfter(),
            main.sessions(),
            main.funnel(),
            main.postHogKeys());
    EventParser parser =
        new EventParser(
            new Shops(Map.of(Shop.MAIN, swiss)), Pseudonyms.forDevelopment(), Limits.DEFAULT);
    assertThat(
            parser.parse(event().bytes(), Message.ARRIVAL)
                    instanceof Parsed.Accepted<ShopEvent> accepted
                ? accepted.record().currency()
                : "rejected")
        .isEqualTo("CHF");
  }

  private static BigDecimal total(String json) {
    return event().with("order", "{'total':" + json + "}").accepted().orderTotal();
  }
}
