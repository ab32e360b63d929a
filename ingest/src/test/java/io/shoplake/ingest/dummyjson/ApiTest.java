package io.shoplake.ingest.dummyjson;

import static io.shoplake.ingest.dummyjson.DummyJsonServer.cut;
import static io.shoplake.ingest.dummyjson.DummyJsonServer.later;
import static io.shoplake.ingest.dummyjson.DummyJsonServer.silence;
import static io.shoplake.ingest.dummyjson.DummyJsonServer.silenceAfterTheHead;
import static io.shoplake.ingest.dummyjson.DummyJsonServer.status;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shoplake.cli.ExitCode;
import io.shoplake.cli.UserMistake;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ApiTest {

  private static final int RETRIES = 3;

  private final StagedTime time = new StagedTime();
  private final List<String> notes = new ArrayList<>();
  private DummyJsonServer server;

  @BeforeEach
  void start() throws Exception {
    server = DummyJsonServer.start(DummyJsonServer.SAMPLE);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private Api api(URI address, double rate, Duration timeout) {
    return new Api(new Api.Manner(address, rate, RETRIES, timeout, 1), time, time, notes::add);
  }

  private Api api() {
    return api(server.address(), 1000, Duration.ofSeconds(30));
  }

  @Test
  void aPageHoldsWhatWasAskedForAndTheSizeOfTheWhole() throws Exception {
    Page page = api().page(Resource.POSTS, 8, 5);
    assertThat(page.total()).isEqualTo(10);
    assertThat(page.objects()).extracting(post -> post.get("id").asInt()).containsExactly(9, 10);
    assertThat(server.requests()).containsExactly("posts?limit=5&skip=8");
  }

  @Test
  void tooManyRequestsWaitAsLongAsTheApiAsks() throws Exception {
    server.failNext(later(429, "7"));
    assertThat(api().page(Resource.USERS, 0, 30).objects()).hasSize(7);
    assertThat(time.pauses()).contains(Duration.ofSeconds(7));
    assertThat(notes).containsExactly("answers with status 429, trying again in 7.0 s");
  }

  @Test
  void theApiMayAskForAMomentToo() throws Exception {
    Instant moment = time.instant().plusSeconds(60);
    server.failNext(
        later(503, DateTimeFormatter.RFC_1123_DATE_TIME.format(moment.atZone(ZoneOffset.UTC))));
    api().page(Resource.USERS, 0, 30);
    assertThat(time.instant()).isAfterOrEqualTo(moment);
  }

  @Test
  void aWishThatIsNoneIsAnOrdinaryFailure() throws Exception {
    server.failNext(later(429, "soon"), later(429, "Sat, 01 Jan 2000 00:00:00 GMT"));
    assertThat(api().page(Resource.USERS, 0, 30).objects()).hasSize(7);
  }

  @Test
  void thePausesBeforeRepetitionsBecomeLonger() throws Exception {
    server.failNext(status(500), status(502), status(500));
    assertThat(api().page(Resource.USERS, 0, 30).objects()).hasSize(7);
    List<Duration> backoffs =
        time.pauses().stream().filter(pause -> pause.toMillis() >= 500).toList();
    assertThat(backoffs).hasSize(3).isSorted();
    assertThat(backoffs.get(2)).isGreaterThanOrEqualTo(Duration.ofSeconds(2));
  }

  @Test
  void aConnectionThatIsCutIsTriedAgain() throws Exception {
    server.failNext(cut(), cut());
    assertThat(api().page(Resource.USERS, 0, 30).objects()).hasSize(7);
    assertThat(notes).hasSize(2).allMatch(note -> note.startsWith("cannot be read ("));
  }

  static Stream<DummyJsonServer.Failure> silences() {
    return Stream.of(silence(), silenceAfterTheHead());
  }

  @ParameterizedTest
  @MethodSource("silences")
  void anAnswerThatDoesNotComeIsGivenUp(DummyJsonServer.Failure slow) {
    server.failAfter(0, slow);
    assertThatThrownBy(
            () -> api(server.address(), 1000, Duration.ofMillis(100)).page(Resource.USERS, 0, 30))
        .isInstanceOf(UserMistake.class)
        .hasMessageContaining("no answer within 0.1 s")
        .extracting(e -> ((UserMistake) e).exitCode())
        .isEqualTo(ExitCode.UNREACHABLE);
  }

  @ParameterizedTest
  @ValueSource(ints = {429, 500, 503})
  void afterTheLastRepetitionTheSourceIsUnreachable(int status) {
    server.failAfter(0, status(status));
    assertThatThrownBy(() -> api().page(Resource.USERS, 0, 30))
        .isInstanceOf(UserMistake.class)
        .hasMessageContaining(server.address().toString())
        .hasMessageContaining("status " + status)
        .hasMessageContaining("after 4 attempts")
        .extracting(e -> ((UserMistake) e).exitCode())
        .isEqualTo(ExitCode.UNREACHABLE);
    assertThat(server.requests()).hasSize(RETRIES + 1);
  }

  @Test
  void nobodyAtTheAddressIsUnreachable() throws Exception {
    int port;
    try (ServerSocket socket = new ServerSocket(0)) {
      port = socket.getLocalPort();
    }
    Api nobody = api(URI.create("http://127.0.0.1:" + port), 1000, Duration.ofSeconds(30));
    assertThatThrownBy(() -> nobody.page(Resource.USERS, 0, 30))
        .isInstanceOf(UserMistake.class)
        .extracting(e -> ((UserMistake) e).exitCode())
        .isEqualTo(ExitCode.UNREACHABLE);
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 401, 403, 404, 410})
  void aRefusalIsNotRepeated(int status) {
    server.failNext(status(status));
    assertThatThrownBy(() -> api().page(Resource.CARTS, 0, 30))
        .isInstanceOf(UserMistake.class)
        .hasMessageContaining("status %d; correct --url".formatted(status))
        .extracting(e -> ((UserMistake) e).exitCode())
        .isEqualTo(ExitCode.CONFIGURATION);
    assertThat(server.requests()).hasSize(1);
  }

  @Test
  void whoeverAsksForHoursOfPatienceIsUnreachable() {
    server.failNext(later(429, "7200"));
    assertThatThrownBy(() -> api().page(Resource.CARTS, 0, 30))
        .isInstanceOf(UserMistake.class)
        .extracting(e -> ((UserMistake) e).exitCode())
        .isEqualTo(ExitCode.UNREACHABLE);
    assertThat(time.pauses()).isEmpty();
  }

  @Test
  void thePublicLimitIsNeverReachedAtTheDefaultRate() throws Exception {
    server.allow(100, Duration.ofSeconds(10), time);
    Api api = api(server.address(), 8, Duration.ofSeconds(30));
    for (int request = 0; request < 250; request++) {
      api.page(Resource.CARTS, 0, 1);
    }
    assertThat(server.refusals()).isZero();
  }

  @Test
  void whoIsTooFastAllTheSameWaitsForTheNextWindow() throws Exception {
    server.allow(100, Duration.ofSeconds(10), time);
    Api api = api(server.address(), 1000, Duration.ofSeconds(30));
    for (int request = 0; request < 250; request++) {
      assertThat(api.page(Resource.CARTS, 0, 1).objects()).hasSize(1);
    }
    assertThat(server.refusals()).isEqualTo(2);
  }
}
