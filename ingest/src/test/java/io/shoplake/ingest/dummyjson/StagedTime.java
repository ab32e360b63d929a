package io.shoplake.ingest.dummyjson;

import io.shoplake.ingest.Waiting;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** Time that passes only while somebody waits for it. */
public final class StagedTime implements InstantSource, Waiting {

  /** Longer than any pause of a retry. */
  public static final Duration POLL = Duration.ofDays(1);

  private Instant now = Instant.parse("2026-11-21T10:00:00Z");
  private final List<Duration> pauses = new ArrayList<>();
  private final Deque<Runnable> beforePolls = new ArrayDeque<>();

  /** What happens in the source between two polls; the command is stopped after the last. */
  public StagedTime beforeNextPoll(Runnable happening) {
    beforePolls.add(happening);
    return this;
  }

  /** Sets the clock back. */
  public void setBack(Duration time) {
    now = now.minus(time);
  }

  /** The pauses so far. */
  public List<Duration> pauses() {
    return pauses;
  }

  @Override
  public Instant instant() {
    return now;
  }

  @Override
  public void pause(Duration time) {
    pauses.add(time);
    now = now.plus(time);
    if (time.equals(POLL)) {
      if (beforePolls.isEmpty()) {
        throw new Stopped();
      }
      beforePolls.pop().run();
    }
  }

  @Override
  public void check() {}
}
