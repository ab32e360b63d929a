package io.shoplake.collector;

import io.github.bucket4j.TimeMeter;
import io.shoplake.cli.ExitCode;
import io.shoplake.cli.UserMistake;
import io.shoplake.ingest.BrokerOptions;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.GracefulHandler;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The HTTP server in front of Kafka, from its start until everything taken is stored. */
final class Collector implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Collector.class);
  private static final int THREADS = 32;
  private static final int HEADER_BYTES = 32 * 1024;
  private static final long IDLE_MILLIS = 30_000;

  /** Slower than any telephone; a sender below it only wants to keep the connection. */
  private static final int LEAST_BYTES_PER_SECOND = 200;

  /** Of the memory of the JVM, what bodies may take. */
  private static final int BODIES_OF_MEMORY = 3;

  private final Server server;
  private final ServerConnector connector;
  private final GracefulHandler requests;
  private final Outbox outbox;
  private final Duration stopTimeout;
  private volatile boolean isDraining;

  private Collector(
      Server server,
      ServerConnector connector,
      GracefulHandler requests,
      Outbox outbox,
      Duration stopTimeout) {
    this.server = server;
    this.connector = connector;
    this.requests = requests;
    this.outbox = outbox;
    this.stopTimeout = stopTimeout;
  }

  /** Starts one as {@code options} and the secrets in {@code environment} say. */
  static Collector start(
      CollectorOptions options, BrokerOptions brokers, Map<String, String> environment) {
    ApiKeys keys = ApiKeys.of(environment, options.isOpen);
    options.validate();
    Proxies proxies = options.proxies();
    Outbox outbox = Outbox.open(brokers, options.deliveryTimeout);
    QueuedThreadPool threads = new QueuedThreadPool(THREADS);
    threads.setName("http");
    Server server = new Server(threads);
    ServerConnector connector = connector(server, options);
    GracefulHandler requests = new GracefulHandler();
    Collector collector = new Collector(server, connector, requests, outbox, options.stopTimeout);
    Metrics metrics = new Metrics();
    Limits limits = options.limits();
    Intake intake =
        new Intake(
            keys,
            limits,
            new RateLimit("events", options.eventsPerMinute, TimeMeter.SYSTEM_NANOTIME),
            options.honoursDoNotTrack,
            outbox,
            metrics);
    Front front =
        new Front(
            keys,
            limits,
            new Cors(options.origins),
            proxies,
            new RateLimit("requests", options.requestsPerMinute, TimeMeter.SYSTEM_NANOTIME),
            new ShopEvents(intake),
            new PostHogEvents(intake),
            () -> !collector.isDraining && outbox.isReachable(),
            metrics,
            new Memory(Runtime.getRuntime().maxMemory() / BODIES_OF_MEMORY));
    requests.setHandler(front);
    server.setHandler(requests);
    // The requests are waited for before, as the server would not say whether all were answered.
    server.setStopTimeout(0);
    server.setErrorHandler(new Complaints());
    collector.listen(options);
    return collector;
  }

  private static ServerConnector connector(Server server, CollectorOptions options) {
    HttpConfiguration http = new HttpConfiguration();
    http.setSendServerVersion(false);
    http.setRequestHeaderSize(HEADER_BYTES);
    http.setMinRequestDataRate(LEAST_BYTES_PER_SECOND);
    ServerConnector connector = new ServerConnector(server, new HttpConnectionFactory(http));
    connector.setHost(options.host);
    connector.setPort(options.port);
    connector.setIdleTimeout(IDLE_MILLIS);
    server.addConnector(connector);
    return connector;
  }

  private void listen(CollectorOptions options) {
    try {
      server.start();
    } catch (IOException e) {
      outbox.close();
      throw new UserMistake(
          ExitCode.CONFIGURATION,
          "Nothing can listen at %s:%d (%s); name another with --host and --port."
              .formatted(options.host, options.port, e.getMessage()),
          e);
    } catch (Exception e) {
      outbox.close();
      throw new IllegalStateException("The HTTP server does not start", e);
    }
  }

  /** Where it listens. */
  URI address() {
    String host = connector.getHost();
    return URI.create(
        "http://%s:%d"
            .formatted(
                host.contains(":") ? "[%s]".formatted(host) : host, connector.getLocalPort()));
  }

  /** Waits until somebody closes it. */
  void join() throws InterruptedException {
    server.join();
  }

  /**
   * Takes nothing new, answers what was taken, and ends.
   *
   * @throws IllegalStateException if some requests could not be answered in time
   */
  @Override
  public void close() {
    isDraining = true;
    try {
      requests.shutdown().get(stopTimeout.toMillis(), TimeUnit.MILLISECONDS);
      LOG.info("Every request was answered.");
    } catch (TimeoutException e) {
      throw new IllegalStateException(
          "%d requests were not answered within %s"
              .formatted(requests.getCurrentRequestCount(), stopTimeout),
          e);
    } catch (ExecutionException e) {
      throw new IllegalStateException("The requests cannot be waited for", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while requests were answered", e);
    } finally {
      stop();
    }
  }

  private void stop() {
    try {
      server.stop();
    } catch (Exception e) {
      LOG.warn("The HTTP server did not stop cleanly", e);
    } finally {
      outbox.close();
    }
  }
}
