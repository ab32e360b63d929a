package io.shoplake.batch;

import static io.shoplake.layout.bronze.BronzeTables.SHOP_CUSTOMERS;
import static io.shoplake.layout.bronze.BronzeTables.SHOP_ORDERS;
import static io.shoplake.layout.silver.CustomerChanges.CUSTOMER_CHANGES;
import static io.shoplake.layout.silver.Customers.CUSTOMERS;
import static io.shoplake.layout.silver.OrderChanges.ORDER_CHANGES;
import static io.shoplake.layout.silver.Orders.ORDERS;
import static org.assertj.core.api.Assertions.assertThat;

import io.shoplake.lake.CommitNote;
import io.shoplake.lake.Lake;
import io.shoplake.lake.Rows;
import io.shoplake.lake.TempLake;
import io.shoplake.layout.Table;
import io.shoplake.parsing.Pseudonyms;
import io.shoplake.parsing.Shops;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** After the key has changed, stored records get the pseudonyms of the new one. */
class RotationTest {

  private static final Pseudonyms OLD = key("an old key that was long", "p1");
  private static final Pseudonyms NEW = key("a new key that is longer", "p2");
  private static final Timestamp NOVEMBER = Timestamp.from(Instant.parse("2026-11-01T00:00:00Z"));
  private static final Timestamp DECEMBER = Timestamp.from(Instant.parse("2026-12-01T00:00:00Z"));

  @TempDir Path folder;

  private final ByteArrayOutputStream said = new ByteArrayOutputStream();
  private final PrintStream messages = new PrintStream(said, true, StandardCharsets.UTF_8);

  @Test
  void customersAndTheirOrdersAreTheSameOnesUnderTheNewKey() {
    Lake lake = TempLake.created(folder);
    messages(lake, SHOP_CUSTOMERS, customer("ann@shop.example", "+1"), customer("7", "+2"));
    customers(
        lake,
        stored(0, OLD.of("ann@shop.example"), "+1", NOVEMBER),
        stored(1, "7", "+2", NOVEMBER),
        // Bronze has lost this one.
        stored(2, "7", "+3", DECEMBER));
    messages(
        lake,
        SHOP_ORDERS,
        """
        {"change_id": "c", "order_id": "o", "changed_at": "2026-11-01T10:00:00Z",
         "customer_id": "ann@shop.example", "total": 10}""");
    order(lake, "o", OLD.of("ann@shop.example"));
    restate(lake);
    assertThat(values(lake, CUSTOMERS, "customer_id", "phone", "is_current"))
        .containsExactlyInAnyOrder(
            row(OLD.of("ann@shop.example"), OLD.of("+1"), true),
            row("7", OLD.of("+2"), false),
            row("7", OLD.of("+3"), true));

    Rotation.sayOutdated(lake, NEW, messages);
    Rotation.derive(lake, NEW, messages);
    restate(lake);

    assertThat(values(lake, CUSTOMERS, "customer_id", "phone", "is_current"))
        .containsExactlyInAnyOrder(
            row(NEW.of("ann@shop.example"), NEW.of("+1"), true),
            row("7", NEW.of("+2"), false),
            row("7", OLD.of("+3"), true));
    assertThat(values(lake, ORDERS, "order_id", "customer_id"))
        .containsExactly(row("o", NEW.of("ann@shop.example")));
    assertThat(said.toString(StandardCharsets.UTF_8))
        .isEqualTo(
            """
            silver.customer_changes: 2 rows would get new pseudonyms
            silver.order_changes: 1 rows would get new pseudonyms
            silver.customer_changes: 2 rows have new pseudonyms
            silver.customer_changes: 1 rows keep the pseudonyms they have, as bronze no longer has their messages
            silver.order_changes: 1 rows have new pseudonyms
            """);

    List<Long> versions = versions(lake);
    Rotation.derive(lake, NEW, messages);
    restate(lake);
    assertThat(versions(lake)).isEqualTo(versions);
  }

  /** Events keep the ids they have, and an order is one with those that the tracker saw. */
  @Test
  void anOrderWhoseIdHoldsAnAddressStaysOneWithItsPurchase() {
    Lake lake = TempLake.created(folder);
    String order = "ann@shop.example-1";
    messages(
        lake,
        SHOP_ORDERS,
        """
        {"change_id": "%1$s", "order_id": "%1$s", "changed_at": "2026-11-01T10:00:00Z",
         "customer_id": "ann@shop.example", "total": 10}"""
            .formatted(order));
    order(lake, OLD.of(order), OLD.of("ann@shop.example"));
    new StreamWrites(lake)
        .events(
            Map.of(
                "visitor_id",
                "a:d",
                "event_id",
                "1",
                "event_type",
                "purchase",
                "event_time",
                NOVEMBER.toInstant(),
                "order_id",
                OLD.of(order),
                "order_total",
                BigDecimal.TEN));
    restate(lake);
    assertThat(values(lake, ORDERS, "order_id", "customer_id"))
        .containsExactly(row(OLD.of(order), OLD.of("ann@shop.example")));

    Rotation.derive(lake, NEW, messages);
    restate(lake);
    assertThat(values(lake, ORDERS, "order_id", "customer_id", "origin", "converting_event_id"))
        .containsExactly(row(OLD.of(order), NEW.of("ann@shop.example"), "order_system", "1"));
  }

  @Test
  void aLakeWithoutRecordsHasNothingToDerive() {
    Lake lake = TempLake.in(folder);
    Rotation.sayOutdated(lake, NEW, messages);
    Rotation.derive(lake, NEW, messages);
    assertThat(said.toString(StandardCharsets.UTF_8)).isEmpty();
  }

  private static Pseudonyms key(String key, String id) {
    return Pseudonyms.of(Map.of("SHOPLAKE_PSEUDONYM_KEY", key, "SHOPLAKE_PSEUDONYM_KEY_ID", id));
  }

  private static String customer(String id, String phone) {
    return """
    {"customer_id": "%s", "phone": "%s", "updated_at": "2026-11-01T00:00:00Z"}"""
        .formatted(id, phone);
  }

  private static void messages(Lake lake, Table bronze, String... values) {
    List<Row> rows =
        Stream.of(values)
            .map(
                value ->
                    Rows.of(
                        bronze,
                        Map.of(
                            "topic",
                            bronze.name(),
                            "offset",
                            (long) List.of(values).indexOf(value),
                            "kafka_time",
                            DECEMBER,
                            "value",
                            value.getBytes(StandardCharsets.UTF_8))))
            .toList();
    lake.append(bronze, Rows.of(bronze, rows), CommitNote.of("test", List.of()));
  }

  private static Map<String, Object> stored(long offset, String id, String phone, Timestamp at) {
    return Map.of(
        "shop_id",
        "main",
        "customer_id",
        id,
        "phone",
        OLD.of(phone),
        "updated_at",
        at,
        "topic",
        SHOP_CUSTOMERS.name(),
        "offset",
        offset);
  }

  @SafeVarargs
  private static void customers(Lake lake, Map<String, Object>... records) {
    List<Row> rows = Stream.of(records).map(each -> Rows.of(CUSTOMER_CHANGES, each)).toList();
    lake.append(
        CUSTOMER_CHANGES, Rows.of(CUSTOMER_CHANGES, rows), CommitNote.of("test", List.of()));
  }

  private static void order(Lake lake, String order, String customer) {
    Map<String, Object> change = new HashMap<>();
    change.put("shop_id", "main");
    change.put("change_id", "c");
    change.put("order_id", order);
    change.put("changed_at", NOVEMBER);
    change.put("customer_id", customer);
    change.put("total", BigDecimal.TEN);
    change.put("topic", SHOP_ORDERS.name());
    lake.append(
        ORDER_CHANGES,
        Rows.of(ORDER_CHANGES, List.of(Rows.of(ORDER_CHANGES, change))),
        CommitNote.of("test", List.of()));
  }

  private static void restate(Lake lake) {
    RestateJob.restate(lake, Shops.DEFAULT, new PrintStream(PrintStream.nullOutputStream()));
  }

  private static List<Long> versions(Lake lake) {
    return Stream.of(CUSTOMER_CHANGES, CUSTOMERS, ORDER_CHANGES, ORDERS)
        .map(lake::version)
        .toList();
  }

  private static List<List<Object>> values(Lake lake, Table table, String... columns) {
    return lake.read(table).selectExpr(columns).collectAsList().stream()
        .map(found -> List.copyOf(scala.jdk.javaapi.CollectionConverters.asJava(found.toSeq())))
        .toList();
  }

  private static List<Object> row(Object... values) {
    return List.of(values);
  }
}
