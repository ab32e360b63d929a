package io.shoplake.local.report;

import static io.shoplake.layout.ops.Ledger.LEDGER;

import io.shoplake.local.report.ReportData.Arrivals;
import io.shoplake.local.warehouse.Warehouse;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the report asks about the way of the messages from Kafka to the warehouse. */
final class ArrivalQueries {

  private final Warehouse warehouse;

  ArrivalQueries(Warehouse warehouse) {
    this.warehouse = warehouse;
  }

  Arrivals arrivals() {
    return new Arrivals(loadedAt(), topics(), reasons());
  }

  /** The record of loads is the loader's own, so a warehouse filled otherwise has none. */
  private Optional<Instant> loadedAt() {
    if (!warehouse.has("ops", "loads")) {
      return Optional.empty();
    }
    return warehouse
        .query(
            "SELECT max(loaded_at) FROM ops.loads",
            row -> Optional.ofNullable(row.getObject(1, OffsetDateTime.class)))
        .get(0)
        .map(OffsetDateTime::toInstant);
  }

  private List<Arrivals.Topic> topics() {
    return warehouse.query(
        """
        SELECT topic, sum(read), sum(accepted), sum(duplicate), sum(rejected)
        FROM %s GROUP BY topic ORDER BY topic
        """
            .formatted(Warehouse.name(LEDGER)),
        row ->
            new Arrivals.Topic(
                row.getString(1),
                row.getBigDecimal(2),
                row.getBigDecimal(3),
                row.getBigDecimal(4),
                row.getBigDecimal(5)));
  }

  private Map<String, BigDecimal> reasons() {
    Map<String, BigDecimal> reasons = new LinkedHashMap<>();
    warehouse.query(
        """
        SELECT reason, sum(messages::bigint)
        FROM %s CROSS JOIN jsonb_each_text(rejected_by_reason) AS by_reason (reason, messages)
        GROUP BY reason ORDER BY sum(messages::bigint) DESC, reason
        """
            .formatted(Warehouse.name(LEDGER)),
        row -> reasons.put(row.getString(1), row.getBigDecimal(2)));
    return reasons;
  }
}
