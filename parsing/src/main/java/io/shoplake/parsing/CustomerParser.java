package io.shoplake.parsing;

import java.time.Instant;

/** Reads records of customers; thread-safe, and small enough to travel with a Spark task. */
public final class CustomerParser implements MessageParser<Customer> {

  private static final long serialVersionUID = 1L;
  private static final FieldNames<CustomerField> NAMES = new FieldNames<>(CustomerField.values());

  private final Pseudonyms pseudonyms;
  private final Limits limits;

  public CustomerParser(Pseudonyms pseudonyms, Limits limits) {
    this.pseudonyms = pseudonyms;
    this.limits = limits;
  }

  @Override
  public Parsed<Customer> parse(byte[] value, Instant kafkaTime) {
    MessagePass<CustomerField> pass = new MessagePass<>(NAMES, pseudonyms, list -> null);
    return pass.parsed(
        value,
        limits,
        kafkaTime,
        CustomerField.SHOP_ID,
        CustomerField.UPDATED_AT,
        () -> customer(pass, value, kafkaTime));
  }

  private Customer customer(MessagePass<CustomerField> pass, byte[] value, Instant kafkaTime) {
    return new Customer(
        pass.textOr(CustomerField.SHOP_ID, Shop.MAIN),
        pass.text(CustomerField.CUSTOMER_ID),
        pass.timeOr(CustomerField.UPDATED_AT, kafkaTime),
        pass.isTrue(CustomerField.DELETED),
        pseudonyms.of(pass.text(CustomerField.EMAIL)),
        pseudonyms.of(pass.text(CustomerField.PHONE)),
        pseudonyms.of(pass.text(CustomerField.NAME)),
        pass.text(CustomerField.SEGMENT),
        pass.text(CustomerField.COUNTRY),
        pass.text(CustomerField.REGION),
        pass.text(CustomerField.CITY),
        pass.number(CustomerField.CREATED_AT),
        pass.properties(),
        pass.contentHash(value));
  }
}
