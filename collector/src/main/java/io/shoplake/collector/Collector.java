package io.shoplake.collector;

import io.github.bucket4j.TimeMeter;
import io.shoplake.cli.ExitCode;
import io.shoplake.cli.UserMistake;
import io.shoplake.ingest.BrokerOptions;
import java.io.IOException;
import java.net.URI;
import java.time.InstantSource;
import java.util.Map;
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
  private final Outbox outbox;
  private volatile boolean isDraining;

  private Collector(Server server, ServerConnector connector, Outbox outbox) {
    this.server = server;
    this.connector = connector;
    this.outbox = outbox;
  }

  /** Starts one as {@code options} and the secrets in {@code environment} say. */
  static Collector start(
      CollectorOptions options, BrokerOptions brokers, Map<String, String> environment) {
    ApiKeys keys = ApiKeys.of(environment, options.isOpen);
    options.validate();
    Outbox outbox = Outbox.open(brokers, options.deliveryTimeout);
    QueuedThreadPool threads = new QueuedThreadPool(THREADS);
    threads.setName("http");
    Server server = new Server(threads);
    server.setStopTimeout(options.stopTimeout.toMillis());
    ServerConnector connector = connector(server, options);
    Collector collector = new Collector(server, connector, outbox);
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
            limits,
            new Cors(options.origins),
            options.trustedProxies,
            new RateLimit("requests", options.requestsPerMinute, TimeMeter.SYSTEM_NANOTIME),
            new ShopEvents(intake),
            new PostHogEvents(intake, InstantSource.system()),
            () -> !collector.isDraining && outbox.isReachable(),
            metrics,
            new Memory(Runtime.getRuntime().maxMemory() / BODIES_OF_MEMORY));
    server.setHandler(new GracefulHandler(front));
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
      server.stop();
    } catch (Exception e) {
      throw new IllegalStateException("Some requests were not answered before the end", e);
    } finally {
      outbox.close();
    }
    LOG.info("Every request was answered.");
  }
}
