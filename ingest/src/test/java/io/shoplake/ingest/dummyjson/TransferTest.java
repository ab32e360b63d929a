package io.shoplake.ingest.dummyjson;

import static io.shoplake.ingest.dummyjson.DummyJsonServer.body;
import static io.shoplake.ingest.dummyjson.DummyJsonServer.status;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shoplake.cli.ExitCode;
import io.shoplake.cli.UserMistake;
import io.shoplake.ingest.dummyjson.Transfer.Extent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TransferTest {

  private static final int PAGE = 3;

  /** 3 + 2 + 3 + 4: the lists of the sample in pages of three. */
  private static final int PAGES = 12;

  private static final int OBJECTS = 30;
  private static final Translation TRANSLATION =
      new Translation("main", "EUR", new Times(1, LocalDate.of(2025, 1, 1), 365));

  @TempDir private Path folder;

  private final StagedTime time = new StagedTime();
  private final List<String> complaints = new ArrayList<>();
  private DummyJsonServer server;

  @BeforeEach
  void start() throws Exception {
    server = DummyJsonServer.start(DummyJsonServer.SAMPLE);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private Tally run(Extent extent, KeptMessages sink) {
    try (PullState state = PullState.open(folder, "test")) {
      Api.Manner manner = new Api.Manner(server.address(), 1000, 0, Duration.ofSeconds(30), 1);
      Transfer.Listener listener =
          new Transfer.Listener() {
            @Override
            public void bad(String place, String reason) {
              complaints.add(place + ": " + reason);
            }

            @Override
            public void at(String position) {}
          };
      return new Transfer(
              new Api(manner, time, time, note -> {}),
              PAGE,
              TRANSLATION,
              state,
              sink,
              sink.refused,
              time,
              time,
              listener)
          .run(extent);
    }
  }

  private List<KeptMessages.Message> undisturbed() throws Exception {
    KeptMessages sink = new KeptMessages();
    try (PullState state = PullState.inMemory()) {
      new Transfer(
              new Recording(DummyJsonServer.SAMPLE),
              1000,
              TRANSLATION,
              state,
              sink,
              sink.refused,
              time,
              time,
              new Transfer.Listener() {
                @Override
                public void bad(String place, String reason) {
                  throw new AssertionError(place + reason);
                }

                @Override
                public void at(String position) {}
              })
          .run(Extent.EVERYTHING);
    }
    return sink.all;
  }

  @Test
  void aCopyOfTheStateKnowsWhatIsSentAndChangesNothing() throws Exception {
    server.failAfter(3, status(500));
    assertThatThrownBy(() -> run(Extent.EVERYTHING, new KeptMessages()))
        .isInstanceOf(UserMistake.class);
    Path file;
    try (var files = Files.list(folder)) {
      file = files.filter(one -> one.toString().endsWith(".json")).findFirst().orElseThrow();
    }
    byte[] before = Files.readAllBytes(file);
    try (PullState copy = PullState.copy(folder, "test");
        PullState other = PullState.copy(folder, "other")) {
      assertThat(PullState.isAny(folder)).isTrue();
      assertThat(copy.isUnfinished()).isTrue();
      assertThat(copy.sent(Resource.USERS)).hasSize(7);
      assertThat(other.isUnfinished()).isFalse();
      copy.finish();
    }
    assertThat(file).hasBinaryContent(before);
    assertThat(PullState.isAny(folder.resolve("nowhere"))).isFalse();
  }

  @Test
  void everyObjectIsSentOnceWithTheKeyOfItsTopic() throws Exception {
    KeptMessages sink = new KeptMessages();
    Tally tally = run(Extent.EVERYTHING, sink);
    assertThat(tally)
        .hasToString(
            "7 users to shop.customers, 5 products to shop.products, 8 carts to shop.orders,"
                + " 10 posts to shop.events");
    assertThat(sink.all).containsExactlyElementsOf(undisturbed()).hasSize(OBJECTS);
    assertThat(server.requests()).hasSize(PAGES).doesNotHaveDuplicates();
    assertThat(sink.all)
        .filteredOn(message -> message.topic().equals("shop.orders"))
        .extracting(KeptMessages.Message::key)
        .contains("cart-1", "cart-8");
    assertThat(sink.all)
        .filteredOn(message -> message.topic().equals("shop.events"))
        .allMatch(message -> message.key().equals(message.json().get("user_id").asText()));
  }

  @Test
  void aSecondPullSendsTheSameBytesAgain() {
    KeptMessages first = new KeptMessages();
    run(Extent.EVERYTHING, first);
    KeptMessages second = new KeptMessages();
    run(Extent.EVERYTHING, second);
    assertThat(second.all).isEqualTo(first.all);
  }

  @Test
  void whereverTheSourceFailsTheNextPullSendsTheRestAndNothingTwice() throws Exception {
    List<KeptMessages.Message> expected = undisturbed();
    for (int answers = 0; answers < PAGES; answers++) {
      KeptMessages sink = new KeptMessages();
      server.failAfter(answers, status(500));
      assertThatThrownBy(() -> run(Extent.EVERYTHING, sink)).isInstanceOf(UserMistake.class);
      int before = sink.all.size();
      server.recover();
      server.forget();
      run(Extent.EVERYTHING, sink);
      assertThat(sink.all).as("after %d pages", answers).isEqualTo(expected);
      assertThat(before).isLessThan(OBJECTS);
      assertThat(server.requests()).as("pages that were done").hasSize(PAGES - answers);
    }
  }

  @Test
  void whatWasUnderWayWhenTheSinkBrokeIsSentAgainWithTheSameBytes() throws Exception {
    List<KeptMessages.Message> expected = undisturbed();
    for (int flush = 1; flush <= PAGES; flush++) {
      KeptMessages sink = new KeptMessages().breakingAtFlush(flush);
      assertThatThrownBy(() -> run(Extent.EVERYTHING, sink)).isInstanceOf(UserMistake.class);
      run(Extent.EVERYTHING, sink);
      assertThat(new HashSet<>(sink.all)).hasSize(OBJECTS).containsAll(expected);
      assertThat(sink.all.size() - OBJECTS).as("sent twice").isBetween(1, PAGE);
    }
  }

  @Test
  void whatWasLostWhenTheSinkBrokeIsSentByTheNextPull() throws Exception {
    List<KeptMessages.Message> expected = undisturbed();
    for (int flush = 1; flush <= PAGES; flush++) {
      KeptMessages sink = new KeptMessages().losing().breakingAtFlush(flush);
      assertThatThrownBy(() -> run(Extent.EVERYTHING, sink)).isInstanceOf(UserMistake.class);
      run(Extent.EVERYTHING, sink);
      assertThat(sink.all).isEqualTo(expected);
    }
  }

  @Test
  void aPollGoesOnAfterAFailureWithWhatIsMissing() throws Exception {
    for (int answers = 0; answers < PAGES; answers++) {
      try (var files = Files.list(folder)) {
        for (Path file : files.toList()) {
          Files.delete(file);
        }
      }
      KeptMessages sink = new KeptMessages();
      server.failAfter(answers, status(500));
      assertThatThrownBy(() -> run(Extent.CHANGES, sink)).isInstanceOf(UserMistake.class);
      server.recover();
      run(Extent.CHANGES, sink);
      assertThat(sink.all).isEqualTo(undisturbed());
    }
  }

  @Test
  void aPollSendsOnlyWhatIsNewOrChanged() {
    KeptMessages sink = new KeptMessages();
    run(Extent.EVERYTHING, sink);
    sink.all.clear();
    assertThat(run(Extent.CHANGES, sink).sent()).isZero();
    server.object(Resource.USERS, 2).put("phone", "+00 555-9");
    server.object(Resource.USERS, 3).put("password", "another one");
    ObjectNode added = server.object(Resource.POSTS, 0).deepCopy();
    server.objects(Resource.POSTS).add(added.put("id", 11));
    run(Extent.CHANGES, sink);
    assertThat(sink.all).hasSize(2);
    assertThat(sink.of(Resource.USERS).get(0).get("phone").asText()).isEqualTo("+00 555-9");
    assertThat(sink.of(Resource.POSTS).get(0).get("event_id").asText()).isEqualTo("post-11");
    sink.all.clear();
    assertThat(run(Extent.CHANGES, sink).sent()).isZero();
  }

  @Test
  void eachNewContentOfACartIsALaterChangeAlsoWhenItReturnsToAnOldOne() {
    KeptMessages sink = new KeptMessages();
    ObjectNode cart = server.object(Resource.CARTS, 0);
    JsonNode before = cart.get("discountedTotal");
    run(Extent.CHANGES, sink);
    cart.put("discountedTotal", 1);
    run(Extent.CHANGES, sink);
    cart.set("discountedTotal", before);
    run(Extent.CHANGES, sink);
    List<JsonNode> changes =
        sink.of(Resource.CARTS).stream()
            .filter(change -> change.get("order_id").asText().equals("cart-1"))
            .toList();
    assertThat(changes)
        .extracting(change -> change.get("change_id").asText())
        .containsExactly("cart-1-1", "cart-1-2", "cart-1-3");
    assertThat(changes)
        .extracting(change -> Instant.parse(change.get("changed_at").asText()))
        .isSorted()
        .doesNotHaveDuplicates();
    assertThat(changes)
        .extracting(change -> change.get("placed_at").asText())
        .containsOnly(changes.get(0).get("placed_at").asText());
    assertThat(changes)
        .extracting(change -> change.get("properties").get("synthesized").toString())
        .containsExactly(
            "[\"status\",\"changed_at\",\"placed_at\"]",
            "[\"status\",\"placed_at\"]",
            "[\"status\",\"placed_at\"]");
    KeptMessages again = new KeptMessages();
    run(Extent.EVERYTHING, again);
    assertThat(again.of(Resource.CARTS)).contains(changes.get(2)).doesNotContain(changes.get(0));
  }

  @Test
  void aLaterContentIsTheLaterChangeThoughTheClockWasSetBack() {
    KeptMessages sink = new KeptMessages();
    for (int amount = 1; amount <= 4; amount++) {
      server.object(Resource.CARTS, 0).put("discountedTotal", amount);
      run(Extent.CHANGES, sink);
      time.setBack(Duration.ofDays(900));
    }
    assertThat(sink.of(Resource.CARTS))
        .filteredOn(change -> change.get("order_id").asText().equals("cart-1"))
        .hasSize(4)
        .extracting(change -> Instant.parse(change.get("changed_at").asText()))
        .isSorted()
        .doesNotHaveDuplicates();
  }

  @Test
  void aCartThatChangesWhileItsFirstContentIsUnderWayIsNotLost() {
    KeptMessages sink = new KeptMessages().breakingAtFlush(6);
    assertThatThrownBy(() -> run(Extent.CHANGES, sink)).isInstanceOf(UserMistake.class);
    server.object(Resource.CARTS, 0).put("discountedTotal", 1);
    run(Extent.CHANGES, sink);
    assertThat(sink.of(Resource.CARTS))
        .extracting(change -> change.get("change_id").asText())
        .contains("cart-1-1", "cart-1-2");
  }

  @Test
  void aListThatChangesWhileItIsReadIsReadAgain() {
    Tally[] tally = new Tally[1];
    KeptMessages sink =
        new KeptMessages() {
          private boolean isDone;

          @Override
          public void flush() {
            super.flush();
            if (!isDone) {
              server.objects(Resource.USERS).remove(0);
              isDone = true;
            }
          }
        };
    tally[0] = run(Extent.EVERYTHING, sink);
    assertThat(sink.of(Resource.USERS))
        .extracting(user -> user.get("customer_id").asText())
        .containsExactly("1", "2", "3", "4", "5", "6", "7");
    assertThat(tally[0].bad()).isZero();
  }

  @Test
  void anObjectThatLacksAFieldIsNamedAndTheOthersGoOn() {
    server.object(Resource.USERS, 1).remove("lastName");
    server.object(Resource.PRODUCTS, 4).put("price", "cheap");
    ((ObjectNode) server.object(Resource.CARTS, 2).get("products").get(0)).putNull("quantity");
    server.object(Resource.CARTS, 3).put("discountedTotal", Double.MAX_VALUE);
    server.object(Resource.POSTS, 0).remove("id");
    server.objects(Resource.POSTS).set(9, Pages.JSON.getNodeFactory().textNode("x"));
    KeptMessages sink = new KeptMessages();
    Tally tally = run(Extent.EVERYTHING, sink);
    assertThat(complaints)
        .containsExactly(
            "users/2: lastName is missing",
            "products/5: price is no number",
            "carts/3: products[0].quantity is missing",
            "carts/4: discountedTotal has too many digits",
            "posts at 1: id is missing",
            "posts at 10: this is no object");
    assertThat(tally.bad()).isEqualTo(6);
    assertThat(tally.sent()).isEqualTo(OBJECTS - 6);
  }

  @Test
  void aPageThatIsNoJsonIsNamedWithoutItsTextAndTheOthersGoOn() {
    server.failNext(body("{\"users\": [{\"password\": \"Sesame\" nonsense}]}"));
    KeptMessages sink = new KeptMessages();
    Tally tally = run(Extent.EVERYTHING, sink);
    assertThat(complaints).hasSize(1);
    assertThat(complaints.get(0))
        .startsWith("users after 0: this is not JSON (line 1, column ")
        .doesNotContain("Sesame", "nonsense");
    assertThat(tally.bad()).isEqualTo(1);
    assertThat(sink.all).hasSize(OBJECTS - PAGE);
    sink.all.clear();
    run(Extent.CHANGES, sink);
    assertThat(sink.of(Resource.USERS))
        .extracting(user -> user.get("customer_id").asText())
        .containsExactly("1", "2", "3");
  }

  @Test
  void aResourceThatIsNeverJsonIsGivenUpAndTheOthersGoOn() {
    server.failNext(body("<html>"), body(""), body("{\"users\": [], \"total\": -1}"));
    KeptMessages sink = new KeptMessages();
    assertThat(run(Extent.EVERYTHING, sink).bad()).isEqualTo(3);
    assertThat(complaints)
        .contains(
            "users after 3: there is no list 'users'",
            "users after 6: 'total' is missing or no count");
    assertThat(sink.all).hasSize(OBJECTS - 7);
  }

  @Test
  void aSourceThatGivesTheSamePageAgainAndAgainIsNamed() {
    String page =
        "{\"users\": [{\"id\": 1, \"firstName\": \"A\", \"lastName\": \"B\"},"
            + " {\"id\": 2, \"firstName\": \"C\", \"lastName\": \"D\"}], \"total\": 6}";
    server.failNext(body(page), body(page), body(page));
    Tally tally = run(Extent.EVERYTHING, new KeptMessages());
    assertThat(complaints)
        .containsExactly("users: the source promised 6 objects and gave 2 different ones");
    assertThat(tally.bad()).isEqualTo(1);
  }

  @Test
  void aSourceThatGivesLessThanItPromisesIsNamed() {
    server.failNext(
        body("{\"users\": [{\"id\": 1, \"firstName\": \"A\", \"lastName\": \"B\"}], \"total\": 9}"),
        body("{\"users\": [], \"total\": 9}"));
    Tally tally = run(Extent.EVERYTHING, new KeptMessages());
    assertThat(complaints)
        .containsExactly("users: the source promised 9 objects and gave 1 different ones");
    assertThat(tally.bad()).isEqualTo(1);
  }

  @Test
  void aMessageThatTheBrokerRefusesIsSentAgainNextTime() {
    KeptMessages sink = new KeptMessages().refusing("carts/2");
    Tally tally = run(Extent.CHANGES, sink);
    assertThat(tally.bad()).isEqualTo(1);
    assertThat(sink.all).hasSize(OBJECTS - 1);
    sink.all.clear();
    sink.acceptAll();
    run(Extent.CHANGES, sink);
    assertThat(sink.all).extracting(KeptMessages.Message::key).containsExactly("cart-2");
  }

  @Test
  void twoPullsDoNotShareOneState() {
    try (PullState mine = PullState.open(folder, "test")) {
      assertThat(mine.isUnfinished()).isFalse();
      assertThatThrownBy(() -> PullState.open(folder, "test"))
          .isInstanceOf(UserMistake.class)
          .extracting(e -> ((UserMistake) e).exitCode())
          .isEqualTo(ExitCode.LEASE);
      PullState.open(folder, "another source").close();
    }
  }

  @Test
  void aStateThatIsBrokenIsNamedWithTheWayOut() throws Exception {
    run(Extent.CHANGES, new KeptMessages());
    Path file;
    try (var files = Files.list(folder)) {
      file = files.filter(one -> one.toString().endsWith(".json")).findFirst().orElseThrow();
    }
    for (String text : List.of("{", "[]", "{\"sent\": {\"users\": {\"1\": {}}}}")) {
      Files.writeString(file, text);
      assertThatThrownBy(() -> run(Extent.CHANGES, new KeptMessages()))
          .isInstanceOf(UserMistake.class)
          .hasMessageContaining(file.toString())
          .hasMessageContaining("delete it")
          .extracting(e -> ((UserMistake) e).exitCode())
          .isEqualTo(ExitCode.CONFIGURATION);
    }
  }

  @Test
  void noSecretIsSentOrRemembered() throws Exception {
    KeptMessages sink = new KeptMessages();
    run(Extent.EVERYTHING, sink);
    Set<String> secrets = Secrets.of(server.objects(Resource.USERS));
    assertThat(secrets).hasSize(7 * 7);
    StringBuilder everything = new StringBuilder();
    sink.all.forEach(message -> everything.append(message.key()).append(message.value()));
    try (var files = Files.list(folder)) {
      for (Path file : files.toList()) {
        everything.append(Files.readString(file));
      }
    }
    assertThat(secrets).noneMatch(secret -> everything.indexOf(secret) >= 0);
    assertThat(everything).contains("person1@shop.example");
  }
}
