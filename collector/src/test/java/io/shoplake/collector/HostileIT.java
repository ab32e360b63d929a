package io.shoplake.collector;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(Kafka.Shared.class)
class HostileIT {

  private static final int REQUESTS = 10_000;
  private static final int WARM_UP = 2_000;
  private static final int CLIENTS = 16;
  private static final int PATIENCE_MILLIS = 60_000;
  private static final long MOST_GROWTH = 4 << 20;
  private static final Pattern LENGTH = Pattern.compile("(?i)\r\ncontent-length: (\\d+)");

  private static final List<String> PATHS =
      List.of(
          "/v1/events",
          "/e/",
          "/i/v0/e/",
          "/batch",
          "/batch/",
          "/capture/",
          "/track",
          "/engage/",
          "/i/v1/analytics/events",
          "/flags/?v=2",
          "/decide",
          "/array/k/config",
          "/s/",
          "/static/a.js",
          "/shoplake.js",
          "/healthz",
          "/metrics",
          "/",
          "//",
          "/%00",
          "/%zz",
          "/..;/metrics",
          "/e/?data=%zz&_=99999999999999",
          "/e/?data=%7B%22a",
          "/e?_=-1&beacon=1",
          "/v1/events?api_key=%",
          "/v1/events?&&=&",
          "*",
          "/é");

  private static final List<String> METHODS =
      List.of(
          "POST", "POST", "POST", "POST", "POST", "GET", "PUT", "DELETE", "OPTIONS", "HEAD",
          "TRACE", "PATCH", "BREW", "post", "CONNECT", "P O");

  private static final List<String> IMPROPER_METHODS = List.of("CONNECT", "P O");
  private static final List<String> IMPROPER_PATHS = List.of("*", "/é", "/%zz", "/%00");

  private static final List<String> HEADERS =
      List.of(
          "Authorization: Bearer phc_test_key",
          "Authorization: Bearer",
          "Authorization: Basic ä",
          "X-Api-Key: phc_test_key",
          "Origin: null",
          "Origin: https://a\tb",
          "Origin: ä",
          "Origin: x",
          "Access-Control-Request-Headers: a, b(c)",
          "Access-Control-Request-Method: POST",
          "Content-Encoding: gzip",
          "Content-Encoding: br, zstd",
          "Content-Type: multipart/form-data",
          "Content-Type: \"",
          "Content-Type: application/json; charset=utf-16",
          "DNT: 1",
          "X-Forwarded-For: ::::, 1.2.3.4.5",
          "X-Forwarded-For: a.b.c",
          "Forwarded: for=\"",
          "Cookie: a=\"",
          "PostHog-Sdk-Info: \"\\",
          "PostHog-Request-Timestamp: 0000-99-99",
          "Accept-Encoding: *;q=9",
          "Transfer-Encoding: chunked",
          "Transfer-Encoding: gzip",
          "Content-Length: -1",
          "Content-Length: 99999999999999999999",
          "Expect: 100-continue",
          "Expect: 500",
          "Host: a b",
          "Upgrade: h2c",
          "HTTP2-Settings: AAMAAABkAAQAAP__",
          "Bad Header: x",
          ": x",
          "Range: bytes=9-1");

  private static final List<String> TEXTS =
      List.of(
          "{\"api_key\":\"phc_test_key\",\"event\":\"e\",\"distinct_id\":\"d\",\"properties\":{\"a\":[1,{}]}}",
          "{\"batch\":[{\"uuid\":\"018e0000-0000-7000-8000-000000000001\",\"event\":\"e\"},7],\"token\":\"phc_test_key\"}",
          "[{\"anonymous_id\":\"a\",\"n\":1.5e300},{\"properties\":{\"token\":\"phc_test_key\"}},null,[[]],\"x\"]",
          "{\"batch\":{\"a\":1},\"distinct_id\":{\"x\":[]},\"uuid\":7,\"event\":null,\"sent_at\":\"x\",\"api_key\":\"phc_test_key\"}",
          "{\"distinct_id\":\"\\ud800\",\"event\":\"\\udc00\\u0000\",\"token\":\"phc_test_key\"}",
          "{\"a\":1e999999999,\"b\":-0,\"\":\"\",\"a\":2,\"token\":\"phc_test_key\",\"historical_migration\":\"yes\"}",
          "{\"batch\":[{\"options\":[],\"properties\":7},{\"options\":{\"cookieless_mode\":{}}}],\"created_at\":-1}",
          "data=eyJ0b2tlbiI6InBoY190ZXN0X2tleSJ9&data=%ff%fe&&",
          "\u0000\u0001",
          "NaN",
          "'a'",
          "// c\n{}");

  private static Client client;

  @Test
  void tenThousandHostileRequestsAreTheClientsFaultAndHarmNobody(Kafka kafka) throws Exception {
    try (Client collector =
        Client.start(
            kafka,
            "--max-body-bytes",
            "100000",
            "--trusted-proxies",
            "127.0.0.1",
            "--requests-per-minute",
            "10000000",
            "--events-per-minute",
            "10000000")) {
      client = collector;
      Map<Integer, Integer> statuses = new ConcurrentSkipListMap<>();
      send(0, WARM_UP, statuses);
      long used = usedMemory();
      send(WARM_UP, REQUESTS, statuses);

      assertThat(usedMemory() - used).isLessThan(MOST_GROWTH);
      System.out.println(
          "Statuses of hostile requests (0: no answer to what is no request): " + statuses);
      assertThat(statuses).containsKeys(200, 202, 400, 401, 404, 405, 413);
      assertThat(client.post("{\"n\":\"after all\"}").status()).isEqualTo(202);
      assertThat(client.get("/metrics").text()).contains("shoplake_collector_requests_open 1.0");
    }
  }

  /** Sends the requests of many seeds from several clients at once. */
  private static void send(int from, int to, Map<Integer, Integer> statuses) throws Exception {
    AtomicInteger next = new AtomicInteger(from);
    ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);
    List<Future<?>> ends = new ArrayList<>();
    for (int i = 0; i < CLIENTS; i++) {
      ends.add(
          clients.submit(
              () -> {
                try (Line line = new Line(client.address())) {
                  for (int seed = next.getAndIncrement();
                      seed < to;
                      seed = next.getAndIncrement()) {
                    statuses.merge(line.send(request(new Random(seed)), seed), 1, Integer::sum);
                  }
                }
                return null;
              }));
    }
    clients.shutdown();
    for (Future<?> end : ends) {
      end.get();
    }
  }

  private static long usedMemory() {
    System.gc();
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }

  @ParameterizedTest
  @ValueSource(strings = {"[", "{\"a\":", "{\"batch\":["})
  void nestingWithoutEndIsRefused(String opening, Kafka kafka) {
    try (Client collector = Client.start(kafka)) {
      assertThat(collector.post(opening.repeat(400_000)).status()).isEqualTo(400);
    }
  }

  @Test
  void aBombOfGzipAndABombOfBase64AreNotUnpacked(Kafka kafka) {
    try (Client collector = Client.start(kafka)) {
      byte[] bomb = Client.gzip(new byte[100_000_000]);
      byte[] packed = Base64.getEncoder().encode(bomb);
      assertThat(collector.post("/batch/", bomb).status()).isEqualTo(413);
      assertThat(
              collector.post("/e/", ("data=" + new String(packed, UTF_8)).getBytes(UTF_8)).status())
          .isEqualTo(413);
      assertThat(collector.post("/e/", Client.gzip(bomb)).status()).isEqualTo(400);
    }
  }

  /**
   * A request as it goes over the line.
   *
   * @param isProper whether HTTP knows it as a request, whatever it asks for, so that it has an
   *     answer
   * @param isLast whether what follows it on the same connection could not be told from it
   */
  private record Hostile(byte[] text, boolean isProper, boolean hasBodyAnswered, boolean isLast) {}

  private static Hostile request(Random dice) throws IOException {
    ByteArrayOutputStream request = new ByteArrayOutputStream();
    byte[] body = body(dice);
    StringBuilder head = new StringBuilder();
    String method = one(dice, METHODS);
    String path = one(dice, PATHS);
    boolean isOtherVersion = dice.nextInt(50) == 0;
    head.append(method).append(' ').append(path);
    head.append(isOtherVersion ? " HTTP/9.9" : " HTTP/1.1").append("\r\n");
    if (dice.nextInt(50) > 0) {
      head.append("Host: shop.example\r\n");
    }
    boolean isOrderly = dice.nextInt(3) > 0;
    boolean isLast = !isOrderly || dice.nextInt(10) == 0;
    if (isLast) {
      head.append("Connection: close\r\n");
    }
    int headers = dice.nextInt(4);
    for (int i = 0; i < headers; i++) {
      String header = one(dice, HEADERS);
      if (!isOrderly || !header.matches("(?i)(transfer|content-length|host|bad|:).*")) {
        head.append(header).append("\r\n");
      }
    }
    if (dice.nextInt(2) == 0) {
      head.append("Authorization: Bearer phc_test_key\r\n");
    }
    boolean isOversize = dice.nextInt(300) == 0;
    if (isOversize) {
      head.append("X-Long: ").append("x".repeat(100_000)).append("\r\n");
    }
    head.append("Content-Length: ").append(body.length + (isOrderly ? 0 : dice.nextInt(3) - 1));
    head.append("\r\n\r\n");
    request.write(head.toString().getBytes(dice.nextBoolean() ? UTF_8 : ISO_8859_1));
    request.write(body);
    boolean isProper =
        isOrderly
            && !isOtherVersion
            && !isOversize
            && !IMPROPER_METHODS.contains(method)
            && !IMPROPER_PATHS.contains(path);
    return new Hostile(request.toByteArray(), isProper, !method.equals("HEAD"), isLast);
  }

  private static byte[] body(Random dice) {
    byte[] body = one(dice, TEXTS).getBytes(UTF_8);
    int damages = dice.nextInt(3);
    for (int i = 0; i < damages; i++) {
      int place = dice.nextInt(body.length + 1);
      body =
          switch (dice.nextInt(6)) {
            case 0 -> Arrays.copyOf(body, place);
            case 1 -> joined(body, body);
            case 2 -> Client.gzip(body);
            case 3 -> Base64.getEncoder().encode(body);
            case 4 -> joined(Arrays.copyOf(body, place), random(dice, dice.nextInt(40)));
            default -> changed(body, dice);
          };
    }
    return dice.nextInt(200) == 0 ? random(dice, 150_000) : body;
  }

  private static byte[] joined(byte[] first, byte[] second) {
    byte[] both = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, both, first.length, second.length);
    return both;
  }

  private static byte[] random(Random dice, int length) {
    byte[] bytes = new byte[length];
    dice.nextBytes(bytes);
    return bytes;
  }

  private static byte[] changed(byte[] body, Random dice) {
    if (body.length > 0) {
      body[dice.nextInt(body.length)] = (byte) dice.nextInt();
    }
    return body;
  }

  private static <T> T one(Random dice, List<T> choices) {
    return choices.get(dice.nextInt(choices.size()));
  }

  /** A connection of a client, and a new one whenever it was closed. */
  private static final class Line implements AutoCloseable {

    private final URI address;
    private Socket socket = new Socket();
    private InputStream in;

    Line(URI address) throws IOException {
      this.address = address;
      socket.close();
    }

    /** The status of the answer; 0 if the connection is closed without any. */
    int send(Hostile request, int seed) throws IOException {
      boolean isFirst = socket.isClosed();
      int status = isFirst ? sendAnew(request) : sendOn(request);
      if (status == 0 && !isFirst) {
        status = sendAnew(request);
      }
      assertThat(status)
          .as("the status of seed %d:%n%s", seed, new String(request.text(), ISO_8859_1))
          .isBetween(request.isProper() ? 200 : 0, 499);
      return status;
    }

    private int sendAnew(Hostile request) throws IOException {
      socket.close();
      socket = new Socket(address.getHost(), address.getPort());
      socket.setSoTimeout(PATIENCE_MILLIS);
      socket.setTcpNoDelay(true);
      in = new BufferedInputStream(socket.getInputStream());
      return sendOn(request);
    }

    private int sendOn(Hostile request) throws IOException {
      try {
        socket.getOutputStream().write(request.text());
        if (request.isLast()) {
          socket.shutdownOutput();
        }
        return answer(request);
      } catch (SocketTimeoutException e) {
        throw new IllegalStateException(
            "No answer to: " + new String(request.text(), ISO_8859_1), e);
      } catch (IOException e) {
        socket.close();
        return 0;
      }
    }

    private int answer(Hostile request) throws IOException {
      String head = head();
      while (head.startsWith("HTTP/1.1 100")) {
        head = head();
      }
      if (!head.startsWith("HTTP/1.1 ")) {
        socket.close();
        return 0;
      }
      Matcher length = LENGTH.matcher(head);
      boolean hasLength = length.find();
      if (request.isLast() || !hasLength || head.matches("(?is).*\r\nconnection: close.*")) {
        socket.close();
      } else if (request.hasBodyAnswered()) {
        in.skipNBytes(Integer.parseInt(length.group(1)));
      }
      return Integer.parseInt(head.substring(9, 12));
    }

    private String head() throws IOException {
      StringBuilder head = new StringBuilder();
      for (int next = in.read(); next >= 0; next = in.read()) {
        head.append((char) next);
        if (next == '\n' && head.length() > 3 && head.charAt(head.length() - 3) == '\n') {
          break;
        }
      }
      return head.toString();
    }

    @Override
    public void close() throws IOException {
      socket.close();
    }
  }
}
