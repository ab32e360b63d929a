package io.shoplake.lake;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/** A way to a server on which the answer to one request is lost, after the server has done it. */
final class LossyWire implements AutoCloseable {

  private static final String DONE = "HTTP/1.1 200";

  private final ServerSocket entrance = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
  private final int target;
  private final String request;
  private final AtomicInteger seen = new AtomicInteger();
  private final AtomicBoolean hasLost = new AtomicBoolean();

  /** Leads to the port {@code target}; loses the first answer to a request with this beginning. */
  LossyWire(int target, String request) throws IOException {
    this.target = target;
    this.request = request;
    daemon(this::accept);
  }

  int port() {
    return entrance.getLocalPort();
  }

  /** How often the request has come, with what the client has tried again. */
  int requests() {
    return seen.get();
  }

  private void accept() {
    try {
      while (true) {
        Socket client = entrance.accept();
        Socket server = new Socket(InetAddress.getLoopbackAddress(), target);
        AtomicBoolean isAsked = new AtomicBoolean();
        daemon(() -> forward(client, server, isAsked));
        daemon(() -> back(client, server, isAsked));
      }
    } catch (IOException e) {
      // The wire was closed.
      return;
    }
  }

  private void forward(Socket client, Socket server, AtomicBoolean isAsked) {
    pump(
        client,
        server,
        chunk -> {
          if (chunk.startsWith(request)) {
            isAsked.set(true);
            seen.incrementAndGet();
          }
          return true;
        });
  }

  private void back(Socket client, Socket server, AtomicBoolean isAsked) {
    pump(
        server,
        client,
        chunk -> !(isAsked.get() && chunk.startsWith(DONE) && hasLost.compareAndSet(false, true)));
  }

  /** What is done with a part of what is sent. */
  private interface Look {
    /** Gives false if the connection breaks here. */
    boolean passes(String chunk);
  }

  private static void pump(Socket from, Socket to, Look look) {
    byte[] buffer = new byte[1 << 16];
    try (from;
        to;
        InputStream in = from.getInputStream();
        OutputStream out = to.getOutputStream()) {
      for (int length = in.read(buffer); length >= 0; length = in.read(buffer)) {
        if (!look.passes(new String(buffer, 0, length, StandardCharsets.ISO_8859_1))) {
          return;
        }
        out.write(buffer, 0, length);
      }
    } catch (IOException e) {
      // The other direction has closed both ends.
      return;
    }
  }

  private static void daemon(Runnable work) {
    Thread thread = new Thread(work, "wire");
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void close() {
    try {
      entrance.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
