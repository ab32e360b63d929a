package io.shoplake.ingest.template;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.POJONode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Gives a value made of the columns of rows. */
interface Expression {

  int QUOTIENT_DIGITS = 4;

  /** A date that MySQL keeps although there is no such day. */
  Pattern NO_DAY = Pattern.compile("\\d{4}-(00-\\d\\d|\\d\\d-00).*");

  /** The value in {@code scope}; null where there is none. */
  JsonNode of(Scope scope) throws BadRowException;

  /** Gives several values, none of them null. */
  interface Several {
    List<JsonNode> of(Scope scope) throws BadRowException;
  }

  /** The values that {@code each} has in the rows of {@code list}, or its own if that is null. */
  static Several several(Expression each, String list) {
    return scope -> {
      List<JsonNode> values = new ArrayList<>();
      List<Scope> rows =
          list == null ? List.of(scope) : scope.lists().getOrDefault(list, List.of());
      for (Scope row : rows) {
        JsonNode value = each.of(row);
        if (value != null) {
          values.add(value);
        }
      }
      return values;
    };
  }

  /** What all of {@code several} give, one after the other. */
  static Several all(List<Several> several) {
    return scope -> {
      List<JsonNode> values = new ArrayList<>();
      for (Several each : several) {
        values.addAll(each.of(scope));
      }
      return values;
    };
  }

  /** The value that a column has in every row of {@code list}. */
  static Expression agreed(String column, String list) {
    return scope -> {
      JsonNode agreed = null;
      boolean isFirst = true;
      for (Scope row : scope.lists().getOrDefault(list, List.of())) {
        JsonNode value = row.value(Scope.ROOT, column);
        if (!isFirst && !(agreed == null ? value == null : agreed.equals(value))) {
          throw new BadRowException("its rows differ in %s".formatted(column));
        }
        agreed = value;
        isFirst = false;
      }
      return agreed;
    };
  }

  /** {@code left} and {@code right} calculated with decimals; nothing if one of them is. */
  static Expression calculation(Expression left, char operator, Expression right) {
    return scope -> {
      BigDecimal first = number(left.of(scope));
      BigDecimal second = number(right.of(scope));
      if (first == null || second == null) {
        return null;
      }
      return DecimalNode.valueOf(
          switch (operator) {
            case '+' -> first.add(second);
            case '-' -> first.subtract(second);
            case '*' -> first.multiply(second);
            default -> quotient(first, second);
          });
    };
  }

  private static BigDecimal quotient(BigDecimal first, BigDecimal second) throws BadRowException {
    if (second.signum() == 0) {
      throw new BadRowException("it divides by zero");
    }
    return first.divide(second, QUOTIENT_DIGITS, RoundingMode.HALF_UP);
  }

  private static BigDecimal number(JsonNode value) throws BadRowException {
    if (value == null) {
      return null;
    }
    try {
      // Debezium can be told to write decimals as text.
      return MeasuredNumber.of(
          value.isNumber() ? value.decimalValue() : new BigDecimal(value.asText()));
    } catch (NumberFormatException e) {
      throw new BadRowException("a part of the calculation", value.asText(), "no number");
    }
  }

  /** The sum of {@code several}; nothing if there are none. */
  static Expression sum(Several several) {
    return scope -> {
      BigDecimal sum = null;
      for (JsonNode value : several.of(scope)) {
        sum = sum == null ? number(value) : sum.add(number(value));
      }
      return sum == null ? null : DecimalNode.valueOf(sum);
    };
  }

  /** A list of {@code several}, moments among them as texts. */
  static Expression list(Several several) {
    return scope -> {
      ArrayNode list = JsonNodeFactory.instance.arrayNode();
      for (JsonNode value : several.of(scope)) {
        list.add(value.isPojo() ? TextNode.valueOf(value.asText()) : value);
      }
      return list;
    };
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

  /** The last of the moments that are there, or the first if {@code isEarliest}. */
  static Expression moment(Several several, ZoneId zone, boolean isEarliest) {
    return scope -> {
      Instant found = null;
      for (JsonNode value : several.of(scope)) {
        Instant moment = moment(value, zone);
        if (moment != null && (found == null || moment.isBefore(found) == isEarliest)) {
          found = moment;
        }
      }
      return found == null ? null : TextNode.valueOf(found.toString());
    };
  }

  /** The moment that {@code of} has in {@code format}, or in ISO 8601 if that is null. */
  static Expression time(Expression of, TimeFormat format, ZoneId zone) {
    return scope -> {
      JsonNode value = of.of(scope);
      Instant moment =
          format == null || value == null ? moment(value, zone) : read(value, format, zone);
      return moment == null ? null : TextNode.valueOf(moment.toString());
    };
  }

  private static Instant read(JsonNode value, TimeFormat format, ZoneId zone)
      throws BadRowException {
    try {
      return format.read(Shape.text(value), zone);
    } catch (DateTimeException e) {
      throw new BadRowException("it", value.asText(), "no time of the given format");
    }
  }

  /** The text of {@code of}, which is a moment if there is a {@code format} to write it in. */
  static Expression text(Expression of, TimeFormat format, ZoneId zone) {
    return scope -> {
      JsonNode value = of.of(scope);
      if (value == null || format == null) {
        return value == null ? null : TextNode.valueOf(Shape.text(value));
      }
      Instant moment = moment(value, zone);
      return moment == null ? null : TextNode.valueOf(format.write(moment));
    };
  }

  private static Instant moment(JsonNode value, ZoneId zone) throws BadRowException {
    if (value instanceof POJONode read) {
      return (Instant) read.getPojo();
    }
    String text = value == null ? "" : value.asText();
    if (text.isEmpty() || text.endsWith("infinity") || NO_DAY.matcher(text).matches()) {
      return null;
    }
    try {
      return TimeFormat.ISO.read(text, zone);
    } catch (DateTimeException e) {
      throw new BadRowException("it", text, "no time");
    }
  }
}
