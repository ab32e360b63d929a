package io.shoplake.benchmarks;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/** Clients on connections of their own that post batches and wait for each answer. */
final class Load {

  static final int CONNECTIONS = 16;
  private static final long SLEEP_NANOS = 1_000_000;

  private final URI address;
  private final String key;
  private final List<byte[]> batches;

  Load(URI address, String key, List<byte[]> batches) {
    this.address = address;
    this.key = key;
    this.batches = batches;
  }

  /**
   * Posts for {@code seconds}.
   *
   * @param perSecond requests that are due in a second, whether or not earlier ones are answered; 0
   *     for as many as the clients manage
   */
  Seen run(double perSecond, double seconds) throws InterruptedException, ExecutionException {
    long began = System.nanoTime();
    long end = began + (long) (seconds * TimeUnit.SECONDS.toNanos(1));
    AtomicLong next = new AtomicLong();
    AtomicLong refused = new AtomicLong();
    ExecutorService clients = Executors.newFixedThreadPool(CONNECTIONS + 1);
    List<Future<List<Double>>> parts = new ArrayList<>();
    for (int i = 0; i < CONNECTIONS; i++) {
      parts.add(clients.submit(() -> send(began, end, perSecond, next, refused)));
    }
    Future<List<Double>> hiccups = clients.submit(() -> sleep(end));
    clients.shutdown();
    List<Double> millis = new ArrayList<>();
    for (Future<List<Double>> part : parts) {
      millis.addAll(part.get());
    }
    double took = (System.nanoTime() - began) / 1e9;
    return new Seen(refused.get(), took, Seen.sorted(millis), Seen.sorted(hiccups.get()));
  }

  private static List<Double> sleep(long end) {
    List<Double> millis = new ArrayList<>();
    for (long now = System.nanoTime(); now < end; now = System.nanoTime()) {
      LockSupport.parkNanos(SLEEP_NANOS);
      millis.add(Math.max(0, (System.nanoTime() - now - SLEEP_NANOS) / 1e6));
    }
    return millis;
  }

  private List<Double> send(
      long began, long end, double perSecond, AtomicLong next, AtomicLong refused)
      throws IOException {
    List<Double> millis = new ArrayList<>();
    try (Socket socket = new Socket(address.getHost(), address.getPort())) {
      socket.setTcpNoDelay(true);
      InputStream in = new BufferedInputStream(socket.getInputStream(), 16 * 1024);
      while (true) {
        long number = next.getAndIncrement();
        long due = perSecond == 0 ? System.nanoTime() : began + (long) (number * 1e9 / perSecond);
        if (due >= end) {
          return millis;
        }
        while (System.nanoTime() < due) {
          LockSupport.parkNanos(due - System.nanoTime());
        }
        socket.getOutputStream().write(request(batches.get((int) (number % batches.size()))));
        if (status(in) == 202) {
          millis.add((System.nanoTime() - due) / 1e6);
        } else {
          refused.incrementAndGet();
        }
      }
    }
  }

  private byte[] request(byte[] body) {
    byte[] head =
        "POST /v1/events HTTP/1.1\r\nHost: bench\r\nX-Api-Key: %s\r\nContent-Length: %d\r\n\r\n"
            .formatted(key, body.length)
            .getBytes(ISO_8859_1);
    byte[] request = Arrays.copyOf(head, head.length + body.length);
    System.arraycopy(body, 0, request, head.length, body.length);
    return request;
  }

  private static int status(InputStream in) throws IOException {
    String first = line(in);
    int length = 0;
    for (String line = line(in); !line.isEmpty(); line = line(in)) {
      if (line.regionMatches(true, 0, "Content-Length: ", 0, 16)) {
        length = Integer.parseInt(line.substring(16));
      }
    }
    in.skipNBytes(length);
    return Integer.parseInt(first.substring(9, 12));
  }

  private static String line(InputStream in) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int next = in.read(); next != '\n'; next = in.read()) {
      if (next < 0) {
        throw new EOFException("The collector closed the connection.");
      }
      if (next != '\r') {
        line.append((char) next);
      }
    }
    return line.toString();
  }
}
