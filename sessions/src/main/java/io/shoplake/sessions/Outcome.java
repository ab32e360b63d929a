package io.shoplake.sessions;

/** What became of an event that was handed to a bucket. */
public enum Outcome {
  /** New, and placed in its visitor's sessions. */
  ACCEPTED,
  /** The same event again. */
  DUPLICATE,
  /** Another content under the id of an event that was there before; not placed. */
  CONFLICTING,
  /**
   * Older than the watermark; not placed. Whether it is new or a copy is not known here: its id is
   * to be looked up among the stored events, and its visitor's sessions are to be re-made.
   */
  LATE
}
