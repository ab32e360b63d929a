package io.shoplake.parsing;

import java.io.Serializable;

/**
 * One accepted record of a customer; the components are the columns of {@code
 * silver.customer_changes} that the message itself decides, in their order.
 *
 * @param updatedAt microseconds since 1970-01-01 UTC; where the message does not say, when Kafka
 *     took it
 * @param isDeleted whether the customer is gone; the rest says nothing then
 * @param email, phone, name pseudonyms
 * @param createdAt microseconds since 1970-01-01 UTC
 * @param properties everything else that was sent, as JSON text
 * @param contentHash hash of the message without insignificant white space
 */
public record Customer(
    String shopId,
    String customerId,
    long updatedAt,
    boolean isDeleted,
    String email,
    String phone,
    String name,
    String segment,
    String country,
    String region,
    String city,
    Long createdAt,
    String properties,
    long contentHash)
    implements Serializable {}
