package io.shoplake.local.kafka;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import kafka.tools.StorageTool;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Exit;
import org.apache.kafka.common.utils.Time;

/** A Kafka broker that is its own controller; formats its folder when it is new. */
public final class Broker {

  private Broker() {}

  /** Runs until SIGTERM; the only argument is the file with the broker's properties. */
  public static void main(String[] arguments) throws IOException {
    Path file = Path.of(arguments[0]);
    Properties properties = new Properties();
    try (InputStream in = Files.newInputStream(file)) {
      properties.load(in);
    }
    formatOnce(Path.of(properties.getProperty("log.dirs")), file);
    KafkaRaftServer server = new KafkaRaftServer(KafkaConfig.fromProps(properties), Time.SYSTEM);
    Exit.addShutdownHook("stop", server::shutdown);
    try {
      server.startup();
    } catch (RuntimeException e) {
      e.printStackTrace();
      Exit.exit(1);
    }
    server.awaitShutdown();
  }

  /**
   * Formatting anew would need the old cluster id, so a folder that was formatted is left alone.
   */
  private static void formatOnce(Path folder, Path file) {
    if (Files.exists(folder.resolve("meta.properties"))) {
      return;
    }
    String[] format = {"format", "-t", Uuid.randomUuid().toString(), "-c", file.toString()};
    if (StorageTool.execute(format, System.out) != 0) {
      Exit.exit(1);
    }
  }
}
