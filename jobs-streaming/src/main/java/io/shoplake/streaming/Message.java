package io.shoplake.streaming;

import java.io.Serializable;

/** A parsed message on its way to its bucket; a bean, since Spark encodes no records. */
public final class Message implements Serializable {

  private static final long serialVersionUID = 1L;

  private int bucket;
  private String topic;
  private int partition;
  private long offset;
  private long arrival;
  private String reason;
  private byte[] packed;

  public int getBucket() {
    return bucket;
  }

  public void setBucket(int bucket) {
    this.bucket = bucket;
  }

  public String getTopic() {
    return topic;
  }

  public void setTopic(String topic) {
    this.topic = topic;
  }

  public int getPartition() {
    return partition;
  }

  public void setPartition(int partition) {
    this.partition = partition;
  }

  public long getOffset() {
    return offset;
  }

  public void setOffset(long offset) {
    this.offset = offset;
  }

  /** When Kafka took the message, microseconds since 1970 UTC. */
  public long getArrival() {
    return arrival;
  }

  public void setArrival(long arrival) {
    this.arrival = arrival;
  }

  /** Why it is rejected; null for an event. */
  public String getReason() {
    return reason;
  }

  public void setReason(String reason) {
    this.reason = reason;
  }

  /** The row of silver.events, or of silver.rejects. */
  public byte[] getPacked() {
    return packed;
  }

  public void setPacked(byte[] packed) {
    this.packed = packed;
  }
}
