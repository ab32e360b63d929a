package io.shoplake.streaming;

/** A row that leaves the stateful operator. What does not belong to its kind is null or zero. */
public final class Result extends Carried {

  private static final long serialVersionUID = 1L;

  private String kind;
  private String shop;
  private int day;
  private boolean bot;
  private String visitor;
  private String event;
  private long hash;
  private long number;
  private long watermark;

  /** The name of a {@link Kind}. */
  public String getKind() {
    return kind;
  }

  public void setKind(String kind) {
    this.kind = kind;
  }

  public String getShop() {
    return shop;
  }

  public void setShop(String shop) {
    this.shop = shop;
  }

  /** Shop-local day, in days since 1970-01-01. */
  public int getDay() {
    return day;
  }

  public void setDay(int day) {
    this.day = day;
  }

  public boolean isBot() {
    return bot;
  }

  public void setBot(boolean bot) {
    this.bot = bot;
  }

  /** The visitor of a late event. */
  public String getVisitor() {
    return visitor;
  }

  public void setVisitor(String visitor) {
    this.visitor = visitor;
  }

  /** The id of a late event. */
  public String getEvent() {
    return event;
  }

  public void setEvent(String event) {
    this.event = event;
  }

  /** The content hash of a late event. */
  public long getHash() {
    return hash;
  }

  public void setHash(long hash) {
    this.hash = hash;
  }

  /** How many messages the row speaks of. */
  public long getNumber() {
    return number;
  }

  public void setNumber(long number) {
    this.number = number;
  }

  /** The watermark of the bucket, microseconds since 1970 UTC. */
  public long getWatermark() {
    return watermark;
  }

  public void setWatermark(long watermark) {
    this.watermark = watermark;
  }
}
