package io.shoplake.ingest;

import com.fasterxml.jackson.databind.JsonNode;
import io.shoplake.ingest.extract.RowJson;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** The topics of a real broker, as others see them. */
record KafkaTopics(Broker broker) {

  /** Makes Shoplake's topics anew, and others of one partition. */
  void renew(String... others) throws Exception {
    List<String> all = new ArrayList<>(List.of(others));
    all.addAll(List.of("source.rows", "shop.orders", "shop.customers", "shop.products"));
    try (Admin admin = admin()) {
      List<String> old = admin.listTopics().names().get().stream().filter(all::contains).toList();
      admin.deleteTopics(old).all().get();
      // The controller has decided before the broker knows.
      while (admin.listTopics().names().get().stream().anyMatch(all::contains)) {
        Thread.onSpinWait();
      }
      admin
          .createTopics(all.stream().map(name -> new NewTopic(name, 1, (short) 1)).toList())
          .all()
          .get();
      while (!admin.listTopics().names().get().containsAll(all)) {
        Thread.onSpinWait();
      }
    }
  }

  private Admin admin() {
    return Admin.create(Map.of("bootstrap.servers", broker.address()));
  }

  /** Sends messages; key or value may be null. */
  void send(String topic, List<String[]> keysAndValues) {
    try (KafkaProducer<String, String> producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", broker.address()),
            new StringSerializer(),
            new StringSerializer())) {
      keysAndValues.forEach(
          pair -> producer.send(new ProducerRecord<>(topic, 0, pair[0], pair[1])));
    }
  }

  /** The values of all messages of a topic. */
  List<JsonNode> messages(String topic) throws IOException {
    List<JsonNode> messages = new ArrayList<>();
    for (ConsumerRecord<byte[], byte[]> record : records(topic)) {
      messages.add(RowJson.JSON.readTree(record.value()));
    }
    return messages;
  }

  /** How many messages a topic has. */
  long size(String topic) {
    TopicPartition partition = new TopicPartition(topic, 0);
    try (KafkaConsumer<byte[], byte[]> consumer = consumer()) {
      return consumer.endOffsets(List.of(partition)).get(partition);
    }
  }

  private KafkaConsumer<byte[], byte[]> consumer() {
    return new KafkaConsumer<>(
        Map.of("bootstrap.servers", broker.address()),
        new ByteArrayDeserializer(),
        new ByteArrayDeserializer());
  }

  List<ConsumerRecord<byte[], byte[]>> records(String topic) {
    List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
    TopicPartition partition = new TopicPartition(topic, 0);
    try (KafkaConsumer<byte[], byte[]> consumer = consumer()) {
      consumer.assign(List.of(partition));
      consumer.seekToBeginning(List.of(partition));
      long end = consumer.endOffsets(List.of(partition)).get(partition);
      while (consumer.position(partition) < end) {
        consumer.poll(Duration.ofSeconds(1)).forEach(records::add);
      }
    }
    return records;
  }
}
