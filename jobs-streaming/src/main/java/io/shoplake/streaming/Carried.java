package io.shoplake.streaming;

import java.io.Serializable;

/** What a message and what becomes of it have in common; a bean, since Spark encodes no records. */
public abstract class Carried implements Serializable {

  private static final long serialVersionUID = 1L;

  private String topic;
  private int partition;
  private long offset;
  private String reason;
  private byte[] packed;

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

  /** Why the message is rejected; null for any other. */
  public String getReason() {
    return reason;
  }

  public void setReason(String reason) {
    this.reason = reason;
  }

  /** The row of the table that it goes to. */
  public byte[] getPacked() {
    return packed;
  }

  public void setPacked(byte[] packed) {
    this.packed = packed;
  }
}
