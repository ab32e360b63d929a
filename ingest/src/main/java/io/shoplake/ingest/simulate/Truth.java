package io.shoplake.ingest.simulate;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The true values of the gold tables, from what the simulation did.
 *
 * <p>Nothing here reads a message: faults on the way cannot change what is true.
 */
public final class Truth {

  private static final ObjectMapper JSON =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

  private final SimulatedShop shop;
  private final LedgerTruth ledger;
  private final ActivityTruth activity;
  private final FunnelTruth funnel;
  private final MoneyTruth money;

  Truth(SimulatedShop shop) {
    this.shop = shop;
    this.ledger = new LedgerTruth(shop.id());
    this.activity = new ActivityTruth(shop);
    this.funnel = new FunnelTruth(shop);
    this.money = new MoneyTruth(shop);
  }

  LedgerTruth ledger() {
    return ledger;
  }

  /** A session that took place. */
  void visit(Shopper shopper, Visit visit) {
    List<Action> actions = visit.actions();
    activity.visit(shopper, actions, visit.hasConverted());
    if (!shopper.profile().isBot()) {
      funnel.visit(shop.day(actions.get(0).at()), visit.channel(), shopper, actions);
      actions.forEach(money::action);
    }
  }

  /** The simulation is over. */
  void end(List<Order> orders, Iterable<Shopper> people) {
    money.orders(orders);
    activity.people(people);
  }

  /** The rows of each table, the totals of the ledger, and what was sent to each topic. */
  public Map<String, Object> content() {
    Map<String, Object> tables = new LinkedHashMap<>();
    tables.put("daily_revenue", money.dailyRevenue());
    tables.put("daily_activity", activity.rows());
    tables.put("daily_funnel", funnel.rows());
    tables.put("daily_product_sales", money.dailyProductSales());
    tables.put("daily_quality", ledger.dailyQuality());
    Map<String, Object> content = new LinkedHashMap<>();
    content.put("tables", tables);
    content.put("ledger", ledger.totals());
    content.put("topics", ledger.topics());
    return content;
  }

  /** The ledger's totals in a few lines. */
  public String summary() {
    return ledger.summary();
  }

  /** Writes {@link #content} as JSON. */
  public void write(Path file) throws IOException {
    if (file.toAbsolutePath().getParent() != null) {
      Files.createDirectories(file.toAbsolutePath().getParent());
    }
    JSON.writeValue(file.toFile(), content());
  }
}
