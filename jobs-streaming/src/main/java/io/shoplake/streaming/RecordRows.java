package io.shoplake.streaming;

import io.shoplake.parsing.Customer;
import io.shoplake.parsing.OrderChange;
import io.shoplake.parsing.Product;
import io.shoplake.streaming.Origin.Instants;
import io.shoplake.streaming.RecordKind.Taken;

/** Parsed records as rows of their tables. */
final class RecordRows {

  private RecordRows() {}

  static Taken order(OrderChange change, Origin origin) {
    return new Taken(
        change.shopId(),
        change.changedAt(),
        change.changeId(),
        change.contentHash(),
        OrderChangeRows.values(change, origin));
  }

  static Taken product(Product product, Origin origin) {
    return new Taken(
        product.shopId(),
        product.updatedAt(),
        RecordKind.identity(product.updatedAt(), product.contentHash(), product.productId()),
        product.contentHash(),
        new Object[] {
          product.shopId(),
          product.productId(),
          Instants.of(product.updatedAt()),
          product.isDeleted(),
          product.name(),
          product.category(),
          product.subCategory(),
          product.brand(),
          product.price(),
          product.currency(),
          product.unitCost(),
          product.stock(),
          product.properties(),
          product.contentHash(),
          origin.topic(),
          origin.partition(),
          origin.offset(),
          origin.kafkaTime()
        });
  }

  static Taken customer(Customer customer, Origin origin) {
    return new Taken(
        customer.shopId(),
        customer.updatedAt(),
        RecordKind.identity(customer.updatedAt(), customer.contentHash(), customer.customerId()),
        customer.contentHash(),
        new Object[] {
          customer.shopId(),
          customer.customerId(),
          Instants.of(customer.updatedAt()),
          customer.isDeleted(),
          customer.email(),
          customer.phone(),
          customer.name(),
          customer.segment(),
          customer.country(),
          customer.region(),
          customer.city(),
          Instants.ofNullable(customer.createdAt()),
          customer.properties(),
          customer.contentHash(),
          origin.topic(),
          origin.partition(),
          origin.offset(),
          origin.kafkaTime()
        });
  }
}
