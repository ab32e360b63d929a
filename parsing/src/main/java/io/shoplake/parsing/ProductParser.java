package io.shoplake.parsing;

import java.time.Instant;

/** Reads records of products; thread-safe, and small enough to travel with a Spark task. */
public final class ProductParser implements MessageParser<Product> {

  private static final long serialVersionUID = 1L;
  private static final FieldNames<ProductField> NAMES = new FieldNames<>(ProductField.values());

  private final Pseudonyms pseudonyms;
  private final Limits limits;

  public ProductParser(Pseudonyms pseudonyms, Limits limits) {
    this.pseudonyms = pseudonyms;
    this.limits = limits;
  }

  @Override
  public Parsed<Product> parse(byte[] value, Instant kafkaTime) {
    MessagePass<ProductField> pass = new MessagePass<>(NAMES, pseudonyms, list -> null);
    return pass.parsed(
        value,
        limits,
        kafkaTime,
        ProductField.SHOP_ID,
        ProductField.UPDATED_AT,
        () -> product(pass, value, kafkaTime));
  }

  private static Product product(MessagePass<ProductField> pass, byte[] value, Instant kafkaTime) {
    return new Product(
        pass.textOr(ProductField.SHOP_ID, Shop.MAIN),
        pass.text(ProductField.PRODUCT_ID),
        pass.timeOr(ProductField.UPDATED_AT, kafkaTime),
        pass.isTrue(ProductField.DELETED),
        pass.text(ProductField.NAME),
        pass.text(ProductField.CATEGORY),
        pass.text(ProductField.SUB_CATEGORY),
        pass.text(ProductField.BRAND),
        pass.amount(ProductField.PRICE),
        pass.text(ProductField.CURRENCY),
        pass.amount(ProductField.UNIT_COST),
        pass.number(ProductField.STOCK),
        pass.properties(),
        pass.contentHash(value));
  }
}
