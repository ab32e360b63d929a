package io.shoplake.streaming;

/** A parsed message on its way to its bucket. */
public final class Message extends Carried {

  private static final long serialVersionUID = 1L;

  private int bucket;
  private long arrival;

  public int getBucket() {
    return bucket;
  }

  public void setBucket(int bucket) {
    this.bucket = bucket;
  }

  /** When Kafka took the message, microseconds since 1970 UTC. */
  public long getArrival() {
    return arrival;
  }

  public void setArrival(long arrival) {
    this.arrival = arrival;
  }
}
