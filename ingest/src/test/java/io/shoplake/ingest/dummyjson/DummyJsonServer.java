package io.shoplake.ingest.dummyjson;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Answers as the DummyJSON API does, from a recording, and fails as asked. */
public final class DummyJsonServer implements AutoCloseable {

  /** Small data of the same shape. */
  public static final Path SAMPLE = Path.of("src/test/resources/dummyjson");

  private static final int DEFAULT_LIMIT = 30;

  static {
    // Else each answer waits 40 ms for an acknowledgement of its head.
    System.setProperty("sun.net.httpserver.nodelay", "true");
  }

  /** What may happen instead of an answer. */
  @FunctionalInterface
  public interface Failure {
    void answer(HttpExchange exchange, DummyJsonServer server) throws IOException;
  }

  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Map<Resource, List<JsonNode>> objects = new EnumMap<>(Resource.class);
  private final List<String> requests = new ArrayList<>();
  private final Deque<Failure> failures = new ArrayDeque<>();
  private int untroubled = Integer.MAX_VALUE;
  private Failure trouble;
  private int allowed = Integer.MAX_VALUE;
  private Duration window;
  private InstantSource clock;
  private Instant windowStart = Instant.MIN;
  private int inWindow;
  private int refusals;

  private DummyJsonServer(HttpServer server) {
    this.server = server;
  }

  /** Starts one with the objects in {@code recording}. */
  public static DummyJsonServer start(Path recording) throws Exception {
    HttpServer http =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    DummyJsonServer server = new DummyJsonServer(http);
    for (Resource resource : Resource.values()) {
      byte[] file = Files.readAllBytes(recording.resolve(resource.path() + ".json"));
      server.objects.put(resource, new ArrayList<>(Pages.read(resource, file).objects()));
    }
    http.createContext("/", server::handle);
    http.setExecutor(server.threads);
    http.start();
    return server;
  }

  /** A status without a body. */
  public static Failure status(int status) {
    return (exchange, server) -> exchange.sendResponseHeaders(status, -1);
  }

  /** A status that asks to come back later. */
  public static Failure later(int status, String retryAfter) {
    return (exchange, server) -> {
      exchange.getResponseHeaders().set("Retry-After", retryAfter);
      exchange.sendResponseHeaders(status, -1);
    };
  }

  /** Half an answer, then the end of the connection. */
  public static Failure cut() {
    return (exchange, server) -> {
      exchange.sendResponseHeaders(200, 1000);
      exchange.getResponseBody().write("{\"users\": [".getBytes(UTF_8));
      exchange.getResponseBody().flush();
    };
  }

  /** No answer while the server lives. */
  public static Failure silence() {
    return (exchange, server) -> server.awaitClose();
  }

  /** The head of an answer, and no body while the server lives. */
  public static Failure silenceAfterTheHead() {
    return (exchange, server) -> {
      exchange.sendResponseHeaders(200, 1000);
      exchange.getResponseBody().flush();
      server.awaitClose();
    };
  }

  /** An answer with this body. */
  public static Failure body(String text) {
    return (exchange, server) -> send(exchange, text.getBytes(UTF_8));
  }

  private void awaitClose() throws IOException {
    try {
      closed.await();
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }

  /** The base address. */
  public URI address() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  /** What there is, to be changed by tests. */
  public List<JsonNode> objects(Resource resource) {
    return objects.get(resource);
  }

  /** The object at {@code index}, to be changed by tests. */
  public ObjectNode object(Resource resource, int index) {
    return (ObjectNode) objects.get(resource).get(index);
  }

  /** What was asked for, in order: {@code users?limit=30&skip=0}. */
  public synchronized List<String> requests() {
    return List.copyOf(requests);
  }

  /** Forgets the requests so far. */
  public synchronized void forget() {
    requests.clear();
  }

  /** How many requests came too fast. */
  public synchronized int refusals() {
    return refusals;
  }

  /** The next requests fail, one after the other. */
  public synchronized void failNext(Failure... next) {
    failures.addAll(List.of(next));
  }

  /** All requests after the next {@code answers} fail. */
  public synchronized void failAfter(int answers, Failure failure) {
    untroubled = answers;
    trouble = failure;
  }

  /** All is well again. */
  public synchronized void recover() {
    untroubled = Integer.MAX_VALUE;
    failures.clear();
  }

  /** Lets only so many requests through in each window of {@code clock}. */
  public synchronized void allow(int most, Duration inEach, InstantSource byClock) {
    allowed = most;
    window = inEach;
    clock = byClock;
  }

  private void handle(HttpExchange exchange) {
    // Closing without the whole body is what a broken connection looks like.
    try (exchange) {
      failure(exchange).answer(exchange, this);
    } catch (IOException e) {
      exchange.close();
    }
  }

  private synchronized Failure failure(HttpExchange exchange) {
    URI asked = exchange.getRequestURI();
    requests.add(asked.toString().substring(1));
    if (clock != null && isTooFast()) {
      refusals++;
      long seconds = Duration.between(clock.instant(), windowStart.plus(window)).toSeconds() + 1;
      return later(429, String.valueOf(seconds));
    }
    if (!failures.isEmpty()) {
      return failures.pop();
    }
    if (untroubled == 0) {
      return trouble;
    }
    untroubled--;
    byte[] answer = answer(asked);
    return answer == null ? status(404) : (any, server) -> send(any, answer);
  }

  private boolean isTooFast() {
    Instant now = clock.instant();
    if (!now.isBefore(windowStart.plus(window))) {
      windowStart = now;
      inWindow = 0;
    }
    return ++inWindow > allowed;
  }

  private byte[] answer(URI asked) {
    for (Resource resource : Resource.values()) {
      if (asked.getPath().equals("/" + resource.path())) {
        return page(resource, parameters(asked)).toString().getBytes(UTF_8);
      }
    }
    return null;
  }

  private ObjectNode page(Resource resource, Map<String, String> parameters) {
    List<JsonNode> all = objects.get(resource);
    int skip = Math.min(Integer.parseInt(parameters.getOrDefault("skip", "0")), all.size());
    int limit = Integer.parseInt(parameters.getOrDefault("limit", "" + DEFAULT_LIMIT));
    int end = limit == 0 ? all.size() : Math.min(skip + limit, all.size());
    ObjectNode page = Pages.JSON.createObjectNode();
    ArrayNode list = page.putArray(resource.path());
    for (JsonNode object : all.subList(skip, end)) {
      list.add(selected(object, parameters.get("select")));
    }
    return page.put("total", all.size()).put("skip", skip).put("limit", end - skip);
  }

  private static JsonNode selected(JsonNode object, String select) {
    if (select == null) {
      return object;
    }
    List<String> fields = new ArrayList<>(Arrays.asList(select.split(",")));
    fields.add("id");
    return ((ObjectNode) object.deepCopy()).retain(fields);
  }

  private static Map<String, String> parameters(URI asked) {
    Map<String, String> parameters = new HashMap<>();
    if (asked.getQuery() != null) {
      for (String parameter : asked.getQuery().split("&")) {
        String[] sides = parameter.split("=", 2);
        parameters.put(sides[0], sides[1]);
      }
    }
    return parameters;
  }

  private static void send(HttpExchange exchange, byte[] body) throws IOException {
    exchange.getResponseHeaders().set("Content-Type", "application/json; charset=utf-8");
    exchange.sendResponseHeaders(200, body.length);
    exchange.getResponseBody().write(body);
  }

  @Override
  public void close() {
    closed.countDown();
    server.stop(0);
    threads.shutdownNow();
  }
}
