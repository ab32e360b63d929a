package io.shoplake.ingest.dummyjson;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import io.shoplake.cli.ExitCode;
import io.shoplake.cli.UserMistake;
import io.shoplake.ingest.MessageSink;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Keeps what a transfer sends, and breaks down or refuses as asked. */
class KeptMessages implements MessageSink {

  record Message(String topic, String key, String value) {
    JsonNode json() {
      try {
        return Pages.JSON.readTree(value);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  final List<Message> all = new ArrayList<>();
  final Set<Origin> refused = new TreeSet<>((a, b) -> a.toString().compareTo(b.toString()));
  private final Set<String> refusing = new TreeSet<>();
  private int flushes = Integer.MAX_VALUE;
  private boolean isLosing;
  private int arrived;

  /** Breaks down when asked for the n-th time from now whether all has arrived. */
  KeptMessages breakingAtFlush(int number) {
    flushes = number;
    return this;
  }

  /** What is under way at the breakdown is lost. */
  KeptMessages losing() {
    isLosing = true;
    return this;
  }

  KeptMessages refusing(String place) {
    refusing.add(place);
    return this;
  }

  void acceptAll() {
    refusing.clear();
  }

  @Override
  public void send(String topic, byte[] key, byte[] value, Origin origin) {
    if (refusing.contains(origin.place())) {
      refused.add(origin);
    } else {
      all.add(new Message(topic, new String(key, UTF_8), new String(value, UTF_8)));
    }
  }

  @Override
  public void flush() {
    flushes--;
    if (flushes == 0) {
      if (isLosing) {
        all.subList(arrived, all.size()).clear();
      }
      throw new UserMistake(ExitCode.UNREACHABLE, "The sink broke down.");
    }
    arrived = all.size();
  }

  @Override
  public void close() {}

  List<JsonNode> of(Resource resource) {
    return all.stream()
        .filter(message -> message.topic().equals(resource.topic()))
        .map(Message::json)
        .toList();
  }
}
