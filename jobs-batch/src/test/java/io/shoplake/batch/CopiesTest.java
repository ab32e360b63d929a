package io.shoplake.batch;

import static io.shoplake.layout.bronze.BronzeTables.POSTHOG_EVENTS;
import static io.shoplake.layout.silver.Events.EVENTS;
import static org.assertj.core.api.Assertions.assertThat;

import io.shoplake.lake.CommitNote;
import io.shoplake.lake.Lake;
import io.shoplake.lake.Rows;
import io.shoplake.lake.TempLake;
import java.io.PrintStream;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntSupplier;
import java.util.stream.Collectors;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.delta.TransactionExecutionObserver;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import scala.Function0;
import scala.Option;

/** Of the copies of an event one stays, whatever batches and restatements they come with. */
class CopiesTest {

  private static final Instant START = Instant.parse("2026-11-02T10:00:00Z");
  private static final PrintStream QUIET = new PrintStream(PrintStream.nullOutputStream());

  @TempDir Path folder;

  @Test
  void copiesWhoseTiesDifferCountOnceWheneverTheyCome() {
    Lake lake = lake("one by one");
    StreamWrites stream = new StreamWrites(lake);
    accept(
        lake,
        stream,
        List.of(
            tie(device("d1", "t1", 10), "u"),
            tie(device("d2", "t2", 20), "u"),
            server("u", uuid(1), 15)));
    accept(lake, stream, List.of(server("u", uuid(1), 25), device("d2", uuid(1), 25)));
    assertThat(events(lake))
        .containsExactly(uuid(1) + " 10:15 a:d1 u", "t1 10:10 a:d1 u", "t2 10:20 a:d2 u");
  }

  /** Whoever has the public key of the collector chooses the ids of PostHog's events. */
  @Test
  void anIdThatCouldBeGuessedTakesNoEventFromAnotherVisitor() {
    Lake lake = lake("guessed");
    accept(
        lake,
        new StreamWrites(lake),
        List.of(
            server("a", "1", 1),
            ofShop("ann", "1", 2),
            ofShop("bob", "1", 3),
            device("d", "1", 4),
            server("b", "1", 5),
            server("a", "2", 6),
            server("a", "1", 7)));
    assertThat(events(lake))
        .containsExactly(
            "1 10:01 a:a",
            "1 10:02 a:ann",
            "1 10:03 a:bob",
            "1 10:04 a:d",
            "1 10:05 a:b",
            "2 10:06 a:a");
  }

  @Test
  void eventsOfTheShopAreNeverKnownByTheirIdAlone() {
    Lake lake = lake("shop");
    StreamWrites stream = new StreamWrites(lake);
    String id = uuid(1);
    accept(
        lake,
        stream,
        List.of(ofShop("ann", id, 1), ofShop("bob", id, 2), device("ann", uuid(2), 1)));
    accept(lake, stream, List.of(ofShop("ann", id, 3), ofShop("ann", uuid(2), 4)));
    accept(
        lake,
        stream,
        List.of(
            server("u", uuid(3), 5),
            device("ann", uuid(3), 6),
            ofShop("ann", uuid(3), 7),
            ofShop("bob", uuid(3), 8)));
    assertThat(events(lake))
        .containsExactly(
            id + " 10:01 a:ann",
            id + " 10:02 a:bob",
            uuid(2) + " 10:01 a:ann",
            uuid(3) + " 10:05 a:u",
            uuid(3) + " 10:08 a:bob");
  }

  @Test
  void theOrderOfArrivalDecidesWhateverTheBatchesAndRestatements() {
    Random random = new Random(20_261_121);
    List<Map<String, Object>> arrivals = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      arrivals.addAll(arrivals(random, i));
    }
    List<Map<String, Object>> mixed = mixed(arrivals, random);
    List<String> atOnce = putRight("at once", mixed, 1, random);
    assertThat(atOnce).hasSizeBetween(100, 150);
    // Of different events the order does not matter either.
    assertThat(putRight("in parts", mixed(mixed, random), 2, random)).isEqualTo(atOnce);
  }

  @Test
  void aStreamThatWritesMeanwhileIsNoReasonToGiveUp() {
    Lake lake = lake("concurrent");
    StreamWrites stream = new StreamWrites(lake);
    write(stream, List.of(device("d", "e", 1), device("d", "e", 2)));

    AtomicInteger appends = new AtomicInteger();
    Runnable append =
        () -> {
          if (appends.incrementAndGet() <= 2) {
            CompletableFuture.runAsync(
                    () -> {
                      lake.inOwnSession();
                      write(stream, List.of(device("d", "e", 2 + appends.get())));
                    })
                .join();
          }
        };
    assertThat(beforeEachCommit(append, () -> Copies.delete(lake, -1))).isEqualTo(3);
    assertThat(appends).hasValue(3);
    assertThat(events(lake)).containsExactly("e 10:01 a:d");
  }

  /** Runs {@code action}; before each of its commits to a table, {@code disturbance}. */
  private static int beforeEachCommit(Runnable disturbance, IntSupplier action) {
    TransactionExecutionObserver former =
        (TransactionExecutionObserver) TransactionExecutionObserver.getObserver();
    Class<?>[] observed = {TransactionExecutionObserver.class};
    TransactionExecutionObserver.setObserver(
        (TransactionExecutionObserver)
            Proxy.newProxyInstance(
                CopiesTest.class.getClassLoader(),
                observed,
                (proxy, method, values) ->
                    switch (method.getName()) {
                      case "startingTransaction" -> ((Function0<?>) values[0]).apply();
                      case "preparingCommit" -> {
                        disturbance.run();
                        yield ((Function0<?>) values[0]).apply();
                      }
                      case "createChild" -> proxy;
                      case "nextObserver" -> Option.empty();
                      default -> null;
                    }));
    try {
      return action.getAsInt();
    } finally {
      TransactionExecutionObserver.setObserver(former);
    }
  }

  /** An event of one of many small groups of devices and users, in up to three copies. */
  private static List<Map<String, Object>> arrivals(Random random, int number) {
    String id = uuid(number);
    String group = String.valueOf((char) ('a' + number % 12));
    String user = group + "u" + random.nextInt(2);
    boolean ties = random.nextInt(3) == 0;
    List<Map<String, Object>> copies = new ArrayList<>();
    for (int copy = random.nextInt(3); copy >= 0; copy--) {
      int minute = random.nextInt(300);
      String device = group + "d" + random.nextInt(3);
      boolean namesDevice = random.nextInt(3) == 0;
      if (ties) {
        copies.add(
            tie(namesDevice ? device(device, id, minute) : server(device, id, minute), user));
      } else {
        copies.add(namesDevice ? device(device, id, minute) : server(user, id, minute));
      }
    }
    return copies;
  }

  /** In random order, but the copies of an event in theirs. */
  private static List<Map<String, Object>> mixed(
      List<Map<String, Object>> arrivals, Random random) {
    Map<Object, List<Double>> places =
        arrivals.stream()
            .collect(
                Collectors.groupingBy(
                    event -> event.get("event_id"),
                    Collectors.mapping(
                        event -> random.nextDouble(),
                        Collectors.collectingAndThen(
                            Collectors.toList(),
                            list -> new ArrayList<>(list.stream().sorted().toList())))));
    Map<Map<String, Object>, Double> placed = new IdentityHashMap<>();
    arrivals.forEach(event -> placed.put(event, places.get(event.get("event_id")).remove(0)));
    return arrivals.stream().sorted(Comparator.comparing(placed::get)).toList();
  }

  private List<String> putRight(
      String name, List<Map<String, Object>> arrivals, int batches, Random random) {
    Lake lake = lake(name);
    StreamWrites stream = new StreamWrites(lake);
    int from = 0;
    for (int batch = 1; batch <= batches; batch++) {
      int to = batch == batches ? arrivals.size() : from + random.nextInt(arrivals.size() / 2);
      to = Math.min(to, arrivals.size());
      accept(lake, stream, arrivals.subList(from, to));
      from = to;
    }
    return events(lake);
  }

  /** As the stream sees both of two copies in a batch, it takes the first; then a restatement. */
  private static void accept(Lake lake, StreamWrites stream, List<Map<String, Object>> batch) {
    long version = lake.version(EVENTS);
    Set<List<Object>> seen = new HashSet<>();
    write(
        stream,
        batch.stream()
            .filter(event -> seen.add(List.of(event.get("visitor_id"), event.get("event_id"))))
            .toList());
    RestateJob.correct(lake, version, QUIET);
  }

  @SuppressWarnings("unchecked")
  private static void write(StreamWrites stream, List<Map<String, Object>> events) {
    stream.events(events.toArray(Map[]::new));
  }

  private Lake lake(String name) {
    Lake lake = TempLake.created(folder.resolve(name.replace(' ', '_')));
    lake.append(
        POSTHOG_EVENTS,
        Rows.of(
            POSTHOG_EVENTS,
            List.of(Rows.of(POSTHOG_EVENTS, Map.of("topic", POSTHOG_EVENTS.name())))),
        CommitNote.of("test", List.of()));
    return lake;
  }

  private static List<String> events(Lake lake) {
    return lake
        .read(EVENTS)
        .selectExpr(
            "concat_ws(' ', event_id, date_format(event_time, 'HH:mm'), visitor_id, user_id)")
        .collectAsList()
        .stream()
        .map(row -> row.getString(0))
        .sorted()
        .toList();
  }

  private static String uuid(int number) {
    return "0193a5e0-0000-7000-8000-%012d".formatted(number);
  }

  /** An event of PostHog that names its device. */
  private static Map<String, Object> device(String device, String id, int minute) {
    Map<String, Object> event = ofShop(device, id, minute);
    event.put("topic", POSTHOG_EVENTS.name());
    return event;
  }

  private static Map<String, Object> ofShop(String device, String id, int minute) {
    Map<String, Object> event = new HashMap<>(Map.of("event_type", "page_view"));
    event.put("visitor_id", "a:" + device);
    event.put("anonymous_id", device);
    event.put("event_id", id);
    event.put("event_time", START.plusSeconds(60L * minute));
    return event;
  }

  /** An event that names no device. */
  private static Map<String, Object> server(String distinctId, String id, int minute) {
    Map<String, Object> event = device(distinctId, id, minute);
    event.put("distinct_id", distinctId);
    return event;
  }

  /** The event ties {@code user} to its anonymous id. */
  private static Map<String, Object> tie(Map<String, Object> event, String user) {
    event.put("event_type", "identify");
    event.put("properties", "{\"event\":\"$identify\"}");
    event.put("user_id", user);
    event.put("ties", List.of(RowFactory.create(user, event.get("anonymous_id"))));
    return event;
  }
}
