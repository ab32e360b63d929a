package io.shoplake.ingest;

import io.shoplake.parsing.Customer;
import io.shoplake.parsing.OrderChange;
import io.shoplake.parsing.Parsed;
import io.shoplake.parsing.Parsed.Accepted;
import io.shoplake.parsing.Parsed.Rejected;
import io.shoplake.parsing.Product;
import io.shoplake.parsing.ShopEvent;
import java.math.BigDecimal;
import java.net.URI;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** The line that shows one message: when, where, what, and who or why not. */
final class TailLine {

  private static final int WIDTH = 80;
  private static final String FORMAT = "%-8s %-18s %s %-18s %s";
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("HH:mm:ss").withZone(ZoneOffset.UTC);

  private final boolean wide;

  TailLine(boolean wide) {
    this.wide = wide;
  }

  String heading() {
    return FORMAT.formatted("UTC", "message", " ", "type, or reason", "who and what, or detail");
  }

  /**
   * The line of {@code message}.
   *
   * @param parsed what became of it, empty where its topic is kept as it is
   */
  String of(ConsumerRecord<byte[], byte[]> message, Optional<Parsed<?>> parsed) {
    String place = "%s/%d/%d".formatted(message.topic(), message.partition(), message.offset());
    String time = TIME.format(Instant.ofEpochMilli(message.timestamp()));
    int size = message.value() == null ? 0 : message.value().length;
    String line =
        parsed
            .map(each -> line(time, place, each))
            .orElseGet(
                () -> FORMAT.formatted(time, place, " ", "kept", "%,d bytes".formatted(size)));
    String printable = line.replaceAll("\\p{Cntrl}", "?");
    return wide || printable.length() <= WIDTH
        ? printable
        : printable.substring(0, WIDTH - 1) + "…";
  }

  private static String line(String time, String place, Parsed<?> parsed) {
    if (parsed instanceof Rejected<?> reject) {
      return FORMAT.formatted(time, place, "✗", reject.reason(), reject.detail());
    }
    Object accepted = ((Accepted<?>) parsed).record();
    if (accepted instanceof ShopEvent event) {
      return FORMAT.formatted(time, place, " ", event.eventType(), event(event));
    }
    if (accepted instanceof OrderChange change) {
      String status = change.status() == null ? "change" : change.status();
      return FORMAT.formatted(time, place, " ", status, order(change));
    }
    if (accepted instanceof Product product) {
      return FORMAT.formatted(
          time, place, " ", kind("product", product.isDeleted()), product(product));
    }
    if (accepted instanceof Customer customer) {
      return FORMAT.formatted(
          time, place, " ", kind("customer", customer.isDeleted()), customer.customerId());
    }
    return FORMAT.formatted(time, place, " ", "accepted", "");
  }

  private static String event(ShopEvent event) {
    if (event.orderId() != null) {
      return "%s order %s%s"
          .formatted(
              event.visitorId(), event.orderId(), money(event.orderTotal(), event.currency()));
    }
    if (event.items() != null && !event.items().isEmpty()) {
      String more = event.items().size() > 1 ? " and %d more" : "";
      return "%s %d × %s%s"
          .formatted(
              event.visitorId(),
              event.items().get(0).quantity(),
              event.items().get(0).productId(),
              more.formatted(event.items().size() - 1));
    }
    return "%s %s".formatted(event.visitorId(), path(event.pageUrl()));
  }

  private static String kind(String record, boolean isDeleted) {
    return isDeleted ? record + " deleted" : record;
  }

  private static String product(Product product) {
    String name = product.name() == null ? "" : " " + product.name();
    return product.productId() + name + money(product.price(), product.currency());
  }

  private static String order(OrderChange change) {
    return "order %s%s".formatted(change.orderId(), money(change.total(), change.currency()));
  }

  private static String money(BigDecimal amount, String currency) {
    return amount == null
        ? ""
        : " %s %s"
            .formatted(
                amount.stripTrailingZeros().toPlainString(), currency == null ? "" : currency);
  }

  /** What follows the host of an address. */
  private static String path(String url) {
    if (url == null) {
      return "";
    }
    try {
      String path = URI.create(url).getPath();
      return path == null ? "" : path;
    } catch (IllegalArgumentException e) {
      return "";
    }
  }
}
