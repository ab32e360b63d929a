package io.shoplake.batch;

import static io.shoplake.layout.ops.Ledger.LEDGER;
import static io.shoplake.layout.ops.Ledger.LEDGER_DAYS;
import static io.shoplake.layout.silver.CustomerChanges.CUSTOMER_CHANGES;
import static io.shoplake.layout.silver.Customers.CUSTOMERS;
import static io.shoplake.layout.silver.Events.EVENTS;
import static io.shoplake.layout.silver.OrderChanges.ORDER_CHANGES;
import static io.shoplake.layout.silver.Orders.ORDERS;
import static io.shoplake.layout.silver.ProductChanges.PRODUCT_CHANGES;
import static io.shoplake.layout.silver.Products.PRODUCTS;
import static io.shoplake.layout.silver.Sessions.SESSIONS;
import static io.shoplake.layout.silver.Sessions.SESSION_REVISIONS;

import io.shoplake.batch.SessionFold.Settled;
import io.shoplake.cli.ExitCode;
import io.shoplake.lake.Lake;
import io.shoplake.lake.LakeOptions;
import io.shoplake.layout.Table;
import io.shoplake.parsing.Pseudonyms;
import io.shoplake.parsing.Shops;
import java.io.PrintStream;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Brings sessions, orders, versions and the ledger up to what the streams have written. */
@Command(
    name = "restate",
    description =
        "Folds what the streams have written into silver.sessions, silver.orders, silver.products,"
            + " silver.customers and ops.ledger.")
public final class RestateJob implements Callable<Integer> {

  /** A stream that is never still would otherwise keep the restatement from ever ending. */
  private static final int MOST_PASSES = 3;

  private static final List<Table> TABLES =
      List.of(
          EVENTS,
          ORDER_CHANGES,
          PRODUCT_CHANGES,
          CUSTOMER_CHANGES,
          SESSION_REVISIONS,
          SESSIONS,
          ORDERS,
          PRODUCTS,
          CUSTOMERS,
          LEDGER,
          LEDGER_DAYS);

  @Mixin LakeOptions lakeOptions;

  @Mixin ShopOptions shopOptions;

  @Option(
      names = "--from-bronze",
      description =
          "First derive the pseudonyms of stored records of customers and orders anew from bronze,"
              + " by the key in SHOPLAKE_PSEUDONYM_KEY or its _FILE; for after it has changed.")
  boolean fromBronze;

  @Option(names = "--dry-run", description = "Say what is new, write nothing.")
  boolean dryRun;

  @Override
  public Integer call() {
    Shops shops = shopOptions.shops();
    Optional<Pseudonyms> renewed =
        fromBronze ? Optional.of(Pseudonyms.ofOwnKey(System.getenv())) : Optional.empty();
    try (Lake lake = lakeOptions.open("restate")) {
      renewed.ifPresent(
          pseudonyms -> System.err.printf("The key of the pseudonyms is %s%n", pseudonyms.keyId()));
      if (dryRun) {
        renewed.ifPresent(pseudonyms -> Rotation.sayOutdated(lake, pseudonyms, System.out));
        sayNew(lake, System.out);
      } else {
        renewed.ifPresent(pseudonyms -> Rotation.derive(lake, pseudonyms, System.err));
        restate(lake, shops, System.err);
      }
    }
    return ExitCode.OK.number();
  }

  /** Says how many commits are not folded yet; writes nothing. */
  public static void sayNew(Lake lake, PrintStream out) {
    List.of(SESSIONS, ORDERS, PRODUCTS, CUSTOMERS, LEDGER).forEach(table -> say(lake, table, out));
  }

  private static void say(Lake lake, Table table, PrintStream out) {
    BuiltFrom built = BuiltFrom.of(lake, table);
    List<Table> sources = table.equals(LEDGER) ? LedgerFold.SOURCES : table.sources();
    for (Table source : sources) {
      int commits = lake.exists(source) ? built.newNotes(lake, source).size() : 0;
      out.printf(
          "%s: %,d new commits of %s%n", table.qualifiedName(), commits, source.qualifiedName());
    }
  }

  /** Brings the tables up to date; each step is one commit, and none where nothing is new. */
  public static void restate(Lake lake, Shops shops, PrintStream messages) {
    TABLES.forEach(lake::create);
    Settled settled = Settled.of(lake);
    long eventsVersion = putRight(lake, messages);
    try (SideBySide steps = new SideBySide()) {
      CompletableFuture<OrderRestatement> orders =
          steps.start(() -> OrderRestatement.of(lake.inOwnSession(), shops));
      SessionFold.fold(lake, shops, settled, eventsVersion);
      VersionFold.fold(lake, PRODUCTS);
      VersionFold.fold(lake, CUSTOMERS);
      SideBySide.result(orders).commit();
    }
    LedgerFold.fold(lake);
  }

  /**
   * Gives the version of the events up to which all have been gone through, so that the next
   * restatement begins there. In it every event has its visitor and stands once, unless a stream
   * wrote during every pass: then what came during the last but one waits for its correction.
   */
  private static long putRight(Lake lake, PrintStream messages) {
    long right = BuiltFrom.of(lake, SESSIONS).version(EVENTS);
    long now = lake.version(EVENTS);
    for (int pass = 1; now > right && pass <= MOST_PASSES; pass++) {
      correct(lake, right, messages);
      long before = now;
      now = lake.version(EVENTS);
      // What a stream has added meanwhile has not been gone through.
      right = Corrections.areAll(lake, before, now) ? now : before;
    }
    return right;
  }

  /** One pass over the events that came after {@code version}. */
  static void correct(Lake lake, long version, PrintStream messages) {
    say(messages, Copies.delete(lake, version), "events were copies of others and are gone");
    // Only then, as what a copy ties must never count.
    say(messages, Ties.settle(lake, version), "events were given to the visitor they belong to");
  }

  private static void say(PrintStream messages, long number, String text) {
    if (number > 0) {
      messages.printf("%,d %s%n", number, text);
    }
  }
}
