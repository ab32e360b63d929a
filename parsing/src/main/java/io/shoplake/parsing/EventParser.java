package io.shoplake.parsing;

import io.shoplake.parsing.EventReader.Form;
import java.time.Instant;

/** Reads behavioural events as Shoplake defines them; thread-safe. */
public final class EventParser implements MessageParser<ShopEvent> {

  private static final long serialVersionUID = 1L;

  private final Shops shops;
  private final Pseudonyms pseudonyms;
  private final Limits limits;

  public EventParser(Shops shops, Pseudonyms pseudonyms, Limits limits) {
    this.shops = shops;
    this.pseudonyms = pseudonyms;
    this.limits = limits;
  }

  @Override
  public Parsed<ShopEvent> parse(byte[] value, Instant kafkaTime) {
    return new EventReader(shops, pseudonyms, limits, kafkaTime, Form.PLAIN).read(value);
  }
}
