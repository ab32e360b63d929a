package io.shoplake.ingest.simulate;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The customers whom the shop knows by name, and what its customer system says of them. */
final class Accounts {

  /** Where somebody lives. */
  record Place(String country, String region, String city, String postalCode) {}

  /**
   * A customer's record.
   *
   * @param createdAt epoch milliseconds
   */
  record Account(
      String customerId,
      String name,
      String email,
      String phone,
      String segment,
      Place place,
      long createdAt) {

    Account movedTo(Place other) {
      return new Account(customerId, name, email, phone, segment, other, createdAt);
    }
  }

  private static final List<Place> PLACES =
      List.of(
          new Place("Germany", "Bavaria", "Munich", "80331"),
          new Place("Germany", "Berlin", "Berlin", "10115"),
          new Place("Germany", "Hamburg", "Hamburg", "20095"),
          new Place("Germany", "North Rhine-Westphalia", "Cologne", "50667"),
          new Place("Austria", "Vienna", "Vienna", "1010"),
          new Place("Switzerland", "Zurich", "Zurich", "8001"),
          new Place("France", "Île-de-France", "Paris", "75001"),
          new Place("Netherlands", "North Holland", "Amsterdam", "1012"));

  private static final List<String> SEGMENTS =
      List.of("Consumer", "Consumer", "Consumer", "Corporate", "Home Office");
  private static final List<String> FIRST_NAMES =
      List.of("Ada", "Björn", "Chiara", "Émile", "Fatima", "Jürgen", "Noor", "Zoë");
  private static final List<String> LAST_NAMES =
      List.of("Abel", "Bauer", "Conti", "Dubois", "Evers", "Jansen", "Müller", "O'Neill");

  private static final long DAY = Duration.ofDays(1).toMillis();
  private static final double MOVES = 0.02;
  private static final double LEAVES = 0.015;

  private final long seed;
  private final RecordJson json;
  private final Courier courier;
  private final Map<String, Account> known = new HashMap<>();

  Accounts(long seed, RecordJson json, Courier courier) {
    this.seed = seed;
    this.json = json;
    this.courier = courier;
  }

  /** The customer is there at {@code at}; a first time tells the customer system. */
  Account seen(String customerId, long at, boolean isNew) {
    Account account = known.get(customerId);
    if (account == null) {
      account = open(customerId, at, isNew);
      known.put(customerId, account);
      courier.sendCustomer(
          customerId, at, json.customer(account, isNew ? at : account.createdAt()));
    }
    return account;
  }

  /** The customer orders at {@code at}, when some tell of a new address and some leave for good. */
  Account orders(String customerId, long at, Dice dice) {
    Account account = seen(customerId, at, false);
    if (dice.chance(MOVES)) {
      account = account.movedTo(dice.pick(PLACES));
      known.put(customerId, account);
      courier.sendCustomer(customerId, at, json.customer(account, at));
    } else if (dice.chance(LEAVES)) {
      courier.sendCustomer(customerId, at + 1000, json.deletedCustomer(customerId, at + 1000));
    }
    return account;
  }

  /** Where a guest has things sent. */
  static Place anyPlace(Dice dice) {
    return dice.pick(PLACES);
  }

  static String anySegment(Dice dice) {
    return dice.pick(SEGMENTS);
  }

  private Account open(String customerId, long at, boolean isNew) {
    Dice dice = Dice.of(seed, "account", customerId.hashCode());
    String first = dice.pick(FIRST_NAMES);
    String last = dice.pick(LAST_NAMES);
    return new Account(
        customerId,
        first + " " + last,
        customerId.contains("@") ? customerId : "customer." + customerId + "@example.com",
        "+49 30 55" + dice.between(10_000, 99_999),
        anySegment(dice),
        anyPlace(dice),
        isNew ? at : at - dice.between(5 * DAY, 700 * DAY));
  }
}
