package io.shoplake.parsing;

import java.io.Serializable;
import java.math.BigDecimal;

/**
 * One accepted record of a product; the components are the columns of {@code
 * silver.product_changes} that the message itself decides, in their order.
 *
 * @param updatedAt microseconds since 1970-01-01 UTC; where the message does not say, when Kafka
 *     took it
 * @param isDeleted whether the product is gone; the rest says nothing then
 * @param properties everything else that was sent, as JSON text
 * @param contentHash hash of the message without insignificant white space
 */
public record Product(
    String shopId,
    String productId,
    long updatedAt,
    boolean isDeleted,
    String name,
    String category,
    String subCategory,
    String brand,
    BigDecimal price,
    String currency,
    BigDecimal unitCost,
    Long stock,
    String properties,
    long contentHash)
    implements Serializable {}
