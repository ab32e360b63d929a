package io.shoplake.endtoend;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.util.Map;

/** A collector in a process of its own, which can be killed and comes back at its address. */
final class RunningCollector implements AutoCloseable {

  private static final String GREETING = "Taking events at ";

  private final Shop shop;
  private final String keys;
  private Process process;
  private URI address;

  private RunningCollector(Shop shop, String keys) {
    this.shop = shop;
    this.keys = keys;
  }

  /** Starts one that takes events under {@code keys}, which commas separate. */
  static RunningCollector start(Shop shop, String keys) {
    RunningCollector collector = new RunningCollector(shop, keys);
    collector.start(0);
    return collector;
  }

  URI address() {
    return address;
  }

  /** Ends it as a power cut would, and starts it again. */
  void killAndStart() throws InterruptedException {
    process.destroyForcibly().waitFor();
    start(address.getPort());
  }

  private void start(int port) {
    try {
      // A Kafka that is gone shows soon, so that senders hear of it while it is.
      process =
          shop.start(
              Map.of("SHOPLAKE_COLLECT_API_KEYS", keys),
              "collect",
              "--port=" + port,
              "--delivery-timeout=PT2S");
      BufferedReader output = process.inputReader();
      StringBuilder said = new StringBuilder();
      String line = output.readLine();
      while (line != null && !line.startsWith(GREETING)) {
        said.append(line).append('\n');
        line = output.readLine();
      }
      if (line == null) {
        throw new AssertionError("The collector ended: " + said);
      }
      address = URI.create(line.substring(GREETING.length()).split("/v1")[0]);
      keep(output);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Nobody may wait for a reader of what it says. */
  private void keep(BufferedReader output) {
    Thread reader =
        new Thread(
            () -> {
              try (Writer log =
                  Files.newBufferedWriter(
                      shop.home().resolve("collector.log"),
                      StandardOpenOption.CREATE,
                      StandardOpenOption.APPEND)) {
                output.transferTo(log);
              } catch (IOException e) {
                // It was killed while it spoke.
              }
            });
    reader.setDaemon(true);
    reader.start();
  }

  @Override
  public void close() throws InterruptedException {
    process.destroy();
    process.waitFor();
  }
}
