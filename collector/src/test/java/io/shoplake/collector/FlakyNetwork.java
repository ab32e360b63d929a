package io.shoplake.collector;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A proxy before a collector that loses the answer to the first events, and turns the next ones
 * away: so the client has to send again what has arrived.
 */
public final class FlakyNetwork implements AutoCloseable {

  private final Client collector;
  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final AtomicInteger posts = new AtomicInteger();

  private FlakyNetwork(Client collector, HttpServer server) {
    this.collector = collector;
    this.server = server;
  }

  public static FlakyNetwork before(URI collector) throws IOException {
    return before(Client.of(collector));
  }

  static FlakyNetwork before(Client collector) throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    FlakyNetwork network = new FlakyNetwork(collector, server);
    server.setExecutor(network.threads);
    server.createContext("/", network::pass);
    server.start();
    return network;
  }

  public URI address() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  private void pass(HttpExchange exchange) throws IOException {
    byte[] body = exchange.getRequestBody().readAllBytes();
    String path = exchange.getRequestURI().toString();
    boolean hasEvents =
        exchange.getRequestMethod().equals("POST") && path.matches("/(e|batch|i|v1)/.*");
    int number = hasEvents ? posts.incrementAndGet() : 0;
    if (number == 2) {
      exchange.getResponseHeaders().add("Retry-After", "1");
      allowPage(exchange);
      answer(exchange, 503, "busy".getBytes(UTF_8));
      return;
    }
    Client.Reply reply = collector.send(exchange.getRequestMethod(), path, body, headers(exchange));
    if (number == 1) {
      exchange.close();
      return;
    }
    reply
        .headers()
        .map()
        .forEach(
            (name, values) -> {
              if (!name.equalsIgnoreCase("content-length")) {
                exchange.getResponseHeaders().put(name, values);
              }
            });
    answer(exchange, reply.status(), reply.body());
  }

  private static void allowPage(HttpExchange exchange) {
    String origin = exchange.getRequestHeaders().getFirst("Origin");
    if (origin != null) {
      exchange.getResponseHeaders().add("Access-Control-Allow-Origin", origin);
    }
  }

  private static void answer(HttpExchange exchange, int status, byte[] body) throws IOException {
    exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
    if (body.length > 0) {
      exchange.getResponseBody().write(body);
    }
    exchange.close();
  }

  private static String[] headers(HttpExchange exchange) {
    List<String> headers = new ArrayList<>();
    exchange
        .getRequestHeaders()
        .forEach(
            (name, values) -> {
              // These belong to the connection, which is another one behind the proxy.
              if (!name.matches("(?i)content-length|host|connection|upgrade.*|expect")) {
                headers.addAll(List.of(name, values.get(0)));
              }
            });
    return headers.toArray(new String[0]);
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
