package io.shoplake.ingest.mapping;

import io.shoplake.ingest.template.BadRowException;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/** A part of the message that a mapping describes. */
sealed interface Template {

  /**
   * What a part is filled from.
   *
   * @param rows all rows of the message
   * @param groupId the id of the rows together
   */
  record Source(List<Row> rows, String groupId) {

    Source of(Row row) {
      return new Source(List.of(row), groupId);
    }
  }

  /** The part of the message for {@code source}; null if it is absent. */
  Object fill(Source source) throws BadRowException;

  /** The same in every message. */
  record Constant(Object value) implements Template {
    @Override
    public Object fill(Source source) {
      return value;
    }
  }

  /** The value of a column, which all rows must agree on. */
  record Value(String column) implements Template {
    @Override
    public Object fill(Source source) throws BadRowException {
      Object value = source.rows().get(0).values().get(column);
      for (Row row : source.rows()) {
        if (!Objects.equals(value, row.values().get(column))) {
          throw new BadRowException("its rows differ in %s".formatted(column));
        }
      }
      return value;
    }
  }

  /** The first moment that any row has in a column. */
  record Earliest(String column) implements Template {
    @Override
    public Object fill(Source source) {
      return moments(source, column).min(Instant::compareTo).orElse(null);
    }
  }

  /** The last moment that any row has in a column. */
  record Latest(String column) implements Template {
    @Override
    public Object fill(Source source) {
      return moments(source, column).max(Instant::compareTo).orElse(null);
    }
  }

  /** What all rows have in a column, added up. */
  record Sum(String column) implements Template {
    @Override
    public Object fill(Source source) {
      return source.rows().stream()
          .map(row -> row.values().get(column))
          .filter(Objects::nonNull)
          .map(Arithmetic::decimal)
          .reduce(BigDecimal::add)
          .orElse(null);
    }
  }

  /** A calculation with values of columns; absent as soon as one of them is. */
  record Calculation(Arithmetic arithmetic) implements Template {
    @Override
    public Object fill(Source source) throws BadRowException {
      return arithmetic.result(source);
    }
  }

  private static Stream<Instant> moments(Source source, String column) {
    return source.rows().stream()
        .map(row -> (Instant) row.values().get(column))
        .filter(Objects::nonNull);
  }

  /** The id of the row. */
  record RowId() implements Template {
    @Override
    public Object fill(Source source) {
      return source.rows().get(0).id();
    }
  }

  /** The position of the row among those of its message, as text. */
  record RowNumber() implements Template {
    @Override
    public Object fill(Source source) {
      return String.valueOf(source.rows().get(0).number());
    }
  }

  /** The id of all rows of the message. */
  record GroupId() implements Template {
    @Override
    public Object fill(Source source) {
      return source.groupId();
    }
  }

  /** Several parts as one text; absent as soon as one of them is. */
  record Joined(List<Template> parts) implements Template {
    @Override
    public Object fill(Source source) throws BadRowException {
      StringBuilder text = new StringBuilder();
      for (Template part : parts) {
        Object value = part.fill(source);
        if (value == null) {
          return null;
        }
        text.append(value);
      }
      return text.toString();
    }
  }

  /** An object; absent parts are left out, and so is an object without parts. */
  record Fields(Map<String, Template> fields) implements Template {
    @Override
    public Object fill(Source source) throws BadRowException {
      Map<String, Object> object = new LinkedHashMap<>();
      for (Map.Entry<String, Template> field : fields.entrySet()) {
        Object value = field.getValue().fill(source);
        if (value != null) {
          object.put(field.getKey(), value);
        }
      }
      return object.isEmpty() ? null : object;
    }
  }

  /** A list; absent parts are left out. */
  record Elements(List<Template> elements) implements Template {
    @Override
    public Object fill(Source source) throws BadRowException {
      List<Object> list = new ArrayList<>();
      for (Template element : elements) {
        Object value = element.fill(source);
        if (value != null) {
          list.add(value);
        }
      }
      return list;
    }
  }

  /** A list with an element for each row. */
  record EachRow(Template element) implements Template {
    @Override
    public Object fill(Source source) throws BadRowException {
      List<Object> list = new ArrayList<>();
      for (Row row : source.rows()) {
        list.add(element.fill(source.of(row)));
      }
      return list;
    }
  }

  /** A part that is there only when columns have given values. */
  record OnlyWhen(Map<String, String> conditions, Template part) implements Template {
    @Override
    public Object fill(Source source) throws BadRowException {
      for (Map.Entry<String, String> condition : conditions.entrySet()) {
        Object value = new Value(condition.getKey()).fill(source);
        if (!condition.getValue().equals(String.valueOf(value))) {
          return null;
        }
      }
      return part.fill(source);
    }
  }
}
