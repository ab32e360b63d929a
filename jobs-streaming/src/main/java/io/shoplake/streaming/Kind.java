package io.shoplake.streaming;

import org.apache.spark.sql.Column;
import org.apache.spark.sql.functions;

/** What a row that leaves the stateful operator is. */
enum Kind {
  /** A new event, placed in its session. */
  ACCEPTED,
  /** An event that was there before. */
  DUPLICATE,
  /** Another content under the id of an event that was there before. */
  CONFLICTING,
  /**
   * An event that came after the stream had passed its time; whether it is new is not known yet.
   */
  LATE,
  /** A message that is no event. */
  REJECTED,
  /** A session as it stands after the batch. */
  REVISION,
  /** How many messages of one Kafka partition a bucket was handed. */
  READ;

  /** Whether a row is of this kind. */
  Column isKind() {
    return functions.col("kind").equalTo(name());
  }
}
