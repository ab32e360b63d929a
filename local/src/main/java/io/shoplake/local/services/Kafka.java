package io.shoplake.local.services;

import io.shoplake.cli.ExitCode;
import io.shoplake.cli.UserMistake;
import io.shoplake.local.EnvironmentFile;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** One Kafka broker that is its own controller. */
final class Kafka implements Service {

  private static final String MODULE = "local/kafka";
  private static final String MESSAGE_LIMIT_BYTES = String.valueOf(32 << 20);
  private static final int PATIENCE_MILLIS = 2000;
  private static final short API_VERSIONS = 18;

  @Override
  public String name() {
    return "kafka";
  }

  @Override
  public String title() {
    return "Kafka";
  }

  @Override
  public List<String> prepare(Site site, int port) {
    Path data = site.home().data(name());
    if (data.toString().contains(",")) {
      throw new UserMistake(
          ExitCode.CONFIGURATION,
          "Kafka cannot keep its data in '%s', as a comma is in that path; choose another home with --home."
              .formatted(data));
    }
    Path file = site.home().run("kafka.properties");
    EnvironmentFile.writePrivate(
        file, EnvironmentFile.lines(properties(data, port, Ports.free())).replace("\\", "\\\\"));
    List<String> words =
        new ArrayList<>(
            site.java(
                name(), site.installation().classPath(MODULE), "io.shoplake.local.kafka.Broker"));
    words.add(file.toString());
    return words;
  }

  private static Map<String, String> properties(Path data, int port, int controllerPort) {
    String listeners =
        "PLAINTEXT://127.0.0.1:%d,CONTROLLER://127.0.0.1:%d".formatted(port, controllerPort);
    Map<String, String> properties = new LinkedHashMap<>();
    properties.put("process.roles", "broker,controller");
    properties.put("node.id", "1");
    properties.put("listeners", listeners);
    properties.put("advertised.listeners", listeners);
    properties.put("controller.listener.names", "CONTROLLER");
    properties.put("listener.security.protocol.map", "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT");
    properties.put("controller.quorum.voters", "1@127.0.0.1:" + controllerPort);
    properties.put("log.dirs", data.toString());
    for (String topic :
        List.of("offsets.topic", "transaction.state.log", "share.coordinator.state.topic")) {
      properties.put(topic + ".replication.factor", "1");
      if (!topic.startsWith("offsets")) {
        properties.put(topic + ".min.isr", "1");
      }
      properties.put(topic + ".num.partitions", "1");
    }
    properties.put("group.initial.rebalance.delay.ms", "0");
    properties.put("log.cleaner.dedupe.buffer.size", "2097152");
    properties.put("auto.create.topics.enable", "false");
    // What is too large for an event must still arrive, so that it can be rejected by name.
    properties.put("message.max.bytes", MESSAGE_LIMIT_BYTES);
    properties.put("replica.fetch.max.bytes", MESSAGE_LIMIT_BYTES);
    properties.put("log.retention.ms", "-1");
    return properties;
  }

  /** Asks for the versions of the protocol, the one request that needs no session. */
  @Override
  public boolean answers(Site site, int port) {
    try (Socket socket = new Socket()) {
      socket.setSoTimeout(PATIENCE_MILLIS);
      socket.connect(new InetSocketAddress("127.0.0.1", port), PATIENCE_MILLIS);
      DataOutputStream out = new DataOutputStream(socket.getOutputStream());
      int correlation = 7;
      short noClientId = -1;
      out.writeInt(10);
      out.writeShort(API_VERSIONS);
      out.writeShort(0);
      out.writeInt(correlation);
      out.writeShort(noClientId);
      out.flush();
      DataInputStream in = new DataInputStream(socket.getInputStream());
      return in.readInt() > 0 && in.readInt() == correlation && in.readShort() == 0;
    } catch (IOException e) {
      return false;
    }
  }

  @Override
  public Map<String, String> settings(Site site, int port) {
    return Map.of("SHOPLAKE_BROKERS", "127.0.0.1:" + port);
  }
}
