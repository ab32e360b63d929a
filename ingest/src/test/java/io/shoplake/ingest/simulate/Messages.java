package io.shoplake.ingest.simulate;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.shoplake.ingest.MessageSink;
import io.shoplake.parsing.Pseudonyms;
import io.shoplake.parsing.Shop;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;

/** Keeps what a simulation sends. */
final class Messages implements MessageSink {

  record Message(String topic, byte[] key, byte[] value) {}

  static final LocalDate END = LocalDate.of(2026, 11, 1);
  static final SimulatedShop MAIN = SimulatedShop.of(Shop.withDefaults("main"));
  static final SimulatedShop TOKYO =
      new SimulatedShop(
          "tokyo", ZoneId.of("Asia/Tokyo"), "JPY", Duration.ofMinutes(20), true, MAIN.funnel());
  static final Faults FAULTS = new Faults(0.02, 0.1, 0.01, 0.02, 0.03, 0, 0.01, 0.1);

  final List<Message> all = new ArrayList<>();

  static Simulation.Plan plan(long seed, SimulatedShop shop, int visitors) {
    return plan(seed, FAULTS, new Simulation.Place(shop, visitors, END));
  }

  static Simulation.Plan plan(long seed, Faults faults, Simulation.Place... places) {
    return new Simulation.Plan(
        List.of(places), seed, 14, 0.05, faults, Pseudonyms.forDevelopment());
  }

  Truth run(Simulation.Plan plan) {
    return new Simulation(plan, this).run(sent -> {});
  }

  List<byte[]> values(String topic) {
    return all.stream()
        .filter(message -> message.topic().equals(topic))
        .map(Message::value)
        .toList();
  }

  /** Topic, key and value of each message, in order. */
  List<String> texts() {
    return all.stream()
        .map(
            message ->
                message.topic()
                    + new String(message.key(), ISO_8859_1)
                    + new String(message.value(), ISO_8859_1))
        .toList();
  }

  @Override
  public void send(String topic, byte[] key, byte[] value, Origin origin) {
    all.add(new Message(topic, key, value));
  }

  @Override
  public void flush() {}

  @Override
  public void close() {}
}
