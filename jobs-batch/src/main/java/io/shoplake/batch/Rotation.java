package io.shoplake.batch;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.unix_micros;

import io.shoplake.lake.CommitNote;
import io.shoplake.lake.Lake;
import io.shoplake.layout.Table;
import io.shoplake.layout.bronze.BronzeTables;
import io.shoplake.layout.silver.CustomerChanges;
import io.shoplake.layout.silver.OrderChanges;
import io.shoplake.parsing.Customer;
import io.shoplake.parsing.CustomerParser;
import io.shoplake.parsing.Limits;
import io.shoplake.parsing.MessageParser;
import io.shoplake.parsing.OrderChange;
import io.shoplake.parsing.OrderChangeParser;
import io.shoplake.parsing.Parsed;
import io.shoplake.parsing.Parsed.Accepted;
import io.shoplake.parsing.Pseudonyms;
import java.io.PrintStream;
import java.io.Serializable;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.catalyst.encoders.RowEncoder;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * Derives the pseudonyms of people in stored records anew from bronze, under the key of the
 * settings. Rows keep their place and all else, also ids of orders and changes: events keep those
 * of orders, and would no longer meet them. What is folded follows with the next restatement.
 */
final class Rotation {

  /** What the notes of these commits call themselves. */
  private static final String QUERY = "restate --from-bronze";

  /** What was accepted once stays accepted, whatever the limits were. */
  private static final Limits ANY = new Limits(Integer.MAX_VALUE, Duration.ofDays(36_500));

  private static final String IS_PSEUDONYM = "%s RLIKE '^" + Pseudonyms.FORMAT + "$'";

  /** The messages of a bronze table and the columns of silver that may hold pseudonyms. */
  private record Records(Table bronze, Table silver, List<String> columns, Reader reader) {

    String condition() {
      return "topic = its_topic AND partition = its_partition AND offset = its_offset";
    }

    /** By column, the name of the column that has its new value. */
    Map<String, String> renewed() {
      Map<String, String> renewed = new LinkedHashMap<>();
      columns.forEach(column -> renewed.put(column, "new_" + column));
      return renewed;
    }

    StructType schema() {
      StructType schema =
          new StructType()
              .add("its_topic", DataTypes.StringType)
              .add("its_partition", DataTypes.IntegerType)
              .add("its_offset", DataTypes.LongType);
      for (String column : renewed().values()) {
        schema = schema.add(column, DataTypes.StringType);
      }
      return schema;
    }
  }

  /** Gives the columns of an accepted message, null for another. */
  private interface Reader extends Serializable {
    Object[] values(byte[] value, Instant kafkaTime);
  }

  private Rotation() {}

  /** The records that the lake has; one that was never streamed into has none. */
  private static List<Records> records(Lake lake, Pseudonyms pseudonyms) {
    return records(pseudonyms).stream()
        .filter(records -> lake.exists(records.bronze()) && lake.exists(records.silver()))
        .toList();
  }

  private static List<Records> records(Pseudonyms pseudonyms) {
    MessageParser<Customer> customers = new CustomerParser(pseudonyms, ANY);
    MessageParser<OrderChange> orders = new OrderChangeParser(pseudonyms, ANY);
    return List.of(
        new Records(
            BronzeTables.SHOP_CUSTOMERS,
            CustomerChanges.CUSTOMER_CHANGES,
            List.of("customer_id", "email", "phone", "name"),
            (value, time) -> {
              Customer customer = accepted(customers.parse(value, time));
              return customer == null
                  ? null
                  : new Object[] {
                    customer.customerId(), customer.email(), customer.phone(), customer.name()
                  };
            }),
        new Records(
            BronzeTables.SHOP_ORDERS,
            OrderChanges.ORDER_CHANGES,
            List.of("customer_id", "anonymous_id"),
            (value, time) -> {
              OrderChange change = accepted(orders.parse(value, time));
              return change == null
                  ? null
                  : new Object[] {change.customerId(), change.anonymousId()};
            }));
  }

  private static <T> T accepted(Parsed<T> parsed) {
    return parsed instanceof Accepted<T> accepted ? accepted.record() : null;
  }

  /** Says how many rows have other pseudonyms, and gives them those of {@code pseudonyms}. */
  static void derive(Lake lake, Pseudonyms pseudonyms, PrintStream messages) {
    for (Records records : records(lake, pseudonyms)) {
      long derived =
          Corrections.retried(
              () -> {
                Dataset<Row> outdated = outdated(lake, records).localCheckpoint();
                if (!outdated.isEmpty()) {
                  lake.update(
                      records.silver(),
                      outdated,
                      records.condition(),
                      records.renewed(),
                      CommitNote.of(QUERY, List.of()));
                }
                return outdated.count();
              });
      String table = records.silver().qualifiedName();
      messages.printf("%s: %,d rows have new pseudonyms%n", table, derived);
      long lost = lost(lake, records);
      if (lost > 0) {
        messages.printf(
            "%s: %,d rows keep the pseudonyms they have, as bronze no longer has their messages%n",
            table, lost);
      }
    }
  }

  /** Says how many rows have other pseudonyms; writes nothing. */
  static void sayOutdated(Lake lake, Pseudonyms pseudonyms, PrintStream out) {
    for (Records records : records(lake, pseudonyms)) {
      out.printf(
          "%s: %,d rows would get new pseudonyms%n",
          records.silver().qualifiedName(), outdated(lake, records).count());
    }
  }

  /** Whether records of {@code changes} got new pseudonyms, and so new ids, since a version. */
  static boolean happenedSince(Lake lake, Table changes, long version) {
    return lake.notesSince(changes, version).stream()
        .anyMatch(noted -> noted.note().query().equals(QUERY));
  }

  private static Dataset<Row> outdated(Lake lake, Records records) {
    Reader reader = records.reader();
    FlatMapFunction<Row, Row> derive = row -> derived(row, reader);
    Dataset<Row> derived =
        lake.read(records.bronze())
            .select(
                col("topic"),
                col("partition"),
                col("offset"),
                unix_micros(col("kafka_time")),
                col("value"))
            .flatMap(derive, RowEncoder.encoderFor(records.schema(), true));
    Column differs =
        records.renewed().entrySet().stream()
            .map(each -> not(col(each.getKey()).eqNullSafe(col(each.getValue()))))
            .reduce(Column::or)
            .orElseThrow();
    return lake.read(records.silver())
        .join(derived, functions.expr(records.condition()))
        .where(differs)
        .select(
            Stream.of(records.schema().fieldNames()).map(functions::col).toArray(Column[]::new));
  }

  private static Iterator<Row> derived(Row message, Reader reader) {
    Instant kafkaTime = Instant.EPOCH.plus(message.getLong(3), ChronoUnit.MICROS);
    Object[] values = reader.values(message.getAs(4), kafkaTime);
    if (values == null) {
      return List.<Row>of().iterator();
    }
    Object[] row = new Object[values.length + 3];
    for (int i = 0; i < 3; i++) {
      row[i] = message.get(i);
    }
    System.arraycopy(values, 0, row, 3, values.length);
    return List.of(RowFactory.create(row)).iterator();
  }

  private static long lost(Lake lake, Records records) {
    Column holdsPseudonym =
        records.columns().stream()
            .map(column -> functions.expr(IS_PSEUDONYM.formatted(column)))
            .reduce(Column::or)
            .orElseThrow();
    return lake.read(records.silver())
        .where(holdsPseudonym)
        .join(
            lake.read(records.bronze()).where("redacted_at IS NULL"),
            new String[] {"topic", "partition", "offset"},
            "left_anti")
        .count();
  }
}
