package io.shoplake.ingest.extract;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.shoplake.ingest.template.BadRowException;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BinaryOperator;
import java.util.regex.Pattern;

/** Gives a value made of the columns of rows. */
interface Expression {

  /** A date that MySQL keeps although there is no such day. */
  Pattern NO_DAY = Pattern.compile("\\d{4}-(00-\\d\\d|\\d\\d-00).*");

  /** The value in {@code scope}; null where there is none. */
  JsonNode of(Scope scope) throws BadRowException;

  /** {@code left} and {@code right} calculated exactly; nothing if one of them is. */
  static Expression calculation(
      Expression left, Expression right, BinaryOperator<BigDecimal> operation) {
    return scope -> {
      BigDecimal first = number(left.of(scope));
      BigDecimal second = number(right.of(scope));
      return first == null || second == null
          ? null
          : DecimalNode.valueOf(operation.apply(first, second));
    };
  }

  private static BigDecimal number(JsonNode value) throws BadRowException {
    if (value == null) {
      return null;
    }
    try {
      // Debezium can be told to write decimals as text.
      return value.isNumber() ? value.decimalValue() : new BigDecimal(value.asText());
    } catch (NumberFormatException e) {
      throw new BadRowException("it calculates with '%s'".formatted(value.asText()));
    }
  }

  /** The first of {@code choices} that is there. */
  static Expression first(List<Expression> choices) {
    return scope -> {
      for (Expression choice : choices) {
        JsonNode value = choice.of(scope);
        if (value != null) {
          return value;
        }
      }
      return null;
    };
  }

  /** {@code then} if {@code condition} is there, else {@code otherwise}. */
  static Expression when(Expression condition, Expression then, Expression otherwise) {
    return scope -> condition.of(scope) == null ? otherwise.of(scope) : then.of(scope);
  }

  /**
   * The last of the moments that are there, or the first if {@code isEarliest}.
   *
   * @param zone of times that name none
   */
  static Expression moment(List<Expression> choices, ZoneId zone, boolean isEarliest) {
    return scope -> {
      List<Instant> moments = new ArrayList<>();
      for (Expression choice : choices) {
        Instant moment = moment(choice.of(scope), zone);
        if (moment != null) {
          moments.add(moment);
        }
      }
      return moments.stream()
          .reduce((one, other) -> one.isBefore(other) == isEarliest ? one : other)
          .map(moment -> TextNode.valueOf(moment.toString()))
          .orElse(null);
    };
  }

  private static Instant moment(JsonNode value, ZoneId zone) throws BadRowException {
    String text = value == null ? "" : value.asText();
    if (text.isEmpty() || text.endsWith("infinity") || NO_DAY.matcher(text).matches()) {
      return null;
    }
    try {
      Instant moment;
      if (text.endsWith("Z")) {
        moment = Instant.parse(text);
      } else if (text.indexOf('T') > 0) {
        moment = LocalDateTime.parse(text).atZone(zone).toInstant();
      } else {
        moment = LocalDate.parse(text).atStartOfDay(zone).toInstant();
      }
      return moment.truncatedTo(ChronoUnit.MICROS);
    } catch (DateTimeException e) {
      throw new BadRowException("'%s' is no time".formatted(text));
    }
  }
}
