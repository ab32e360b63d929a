package io.shoplake.collector;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/** What a monitoring system sees; nothing in it comes from what clients send. */
final class Metrics {

  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final AtomicInteger open = new AtomicInteger();

  Metrics() {
    new JvmMemoryMetrics().bindTo(registry);
    Gauge.builder("shoplake.collector.requests.open", open, AtomicInteger::get)
        .description("Requests that are not answered yet.")
        .register(registry);
  }

  void began() {
    open.incrementAndGet();
  }

  /** A request at the route {@code route} was answered. */
  void answered(String route, int status, Duration time) {
    open.decrementAndGet();
    Timer.builder("shoplake.collector.requests")
        .description("Requests and how long they took.")
        .tag("route", route)
        .tag("status", String.valueOf(status))
        .register(registry)
        .record(time);
  }

  /** What became of {@code count} events of a format. */
  void events(String format, String outcome, long count) {
    Counter.builder("shoplake.collector.events")
        .description("Events by what became of them.")
        .tag("format", format)
        .tag("outcome", outcome)
        .register(registry)
        .increment(count);
  }

  /** All figures in the text format of Prometheus. */
  String text() {
    return registry.scrape();
  }
}
