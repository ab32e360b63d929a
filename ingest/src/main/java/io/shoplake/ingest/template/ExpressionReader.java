package io.shoplake.ingest.template;

import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.shoplake.ingest.template.Expression.Several;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads an expression; what is wrong with it is an {@link IllegalArgumentException}. */
final class ExpressionReader {

  private static final Pattern TOKEN =
      Pattern.compile(
          "\\s*(\\d+(?:\\.\\d+)?|'(?:[^']|'')*'|\"(?:[^\"]|\"\")+\"|[\\p{L}_][\\p{L}\\p{N}_$]*|\\S)");

  private final String text;
  private final Names names;
  private final List<String> tokens = new ArrayList<>();
  private int at;

  /** Whether the rows of a list may be named, one after the other, and of which one they are. */
  private boolean isAmongRows;

  private String list;

  ExpressionReader(String text, Names names) {
    this.text = text;
    this.names = names;
    Matcher token = TOKEN.matcher(text);
    while (token.find()) {
      tokens.add(token.group(1));
    }
  }

  Expression read() {
    Expression expression = sum();
    if (at < tokens.size()) {
      throw wrong("'%s' is not expected".formatted(tokens.get(at)));
    }
    return expression;
  }

  private Expression sum() {
    return operations("+-", this::product);
  }

  private Expression product() {
    return operations("*/", this::operand);
  }

  private Expression operations(String operators, Supplier<Expression> operand) {
    int start = at;
    Expression left = operand.get();
    while (at < tokens.size() && operators.contains(tokens.get(at))) {
      requireNumber(start);
      char operator = tokens.get(at++).charAt(0);
      start = at;
      left = Expression.calculation(left, operator, operand.get());
      requireNumber(start);
    }
    return left;
  }

  /** Refuses the token at {@code start} if it stands alone and is a column that has no numbers. */
  private void requireNumber(int start) {
    String column = unquoted(tokens.get(start));
    Map<String, Boolean> known = names.columns().getOrDefault(Scope.ROOT, Map.of());
    if (at == start + 1
        && !known.getOrDefault(column, true)
        && !tokens.get(start).startsWith("'")) {
      throw wrong("it calculates with %s, which is no number".formatted(column));
    }
  }

  private Expression operand() {
    if (at == tokens.size()) {
      throw wrong("something is missing at its end");
    }
    String token = tokens.get(at++);
    if (token.equals("(")) {
      Expression inner = sum();
      expect(")");
      return inner;
    }
    if (Character.isDigit(token.charAt(0))) {
      DecimalNode number = DecimalNode.valueOf(new BigDecimal(token));
      return scope -> number;
    }
    if (token.startsWith("'")) {
      TextNode constant = TextNode.valueOf(unquoted(token));
      return scope -> constant;
    }
    if (isNext("(")) {
      return call(token);
    }
    if (isNext(".")) {
      at++;
      if (!names.lists().containsKey(unquoted(token)) || at == tokens.size()) {
        throw wrong("'%s' is none of the joined rows %s".formatted(token, names.lists().keySet()));
      }
      return column(unquoted(token), tokens.get(at++));
    }
    return column(Scope.ROOT, token);
  }

  private Expression column(String alias, String token) {
    String column = unquoted(token);
    if (!Character.isLetter(column.charAt(0)) && column.charAt(0) != '_' && column.equals(token)) {
      throw wrong("'%s' is no column; put unusual names into \"\"".formatted(token));
    }
    Map<String, Boolean> known = names.columns().get(alias);
    if (known != null && !known.containsKey(column)) {
      throw wrong(
          "it uses '%s', which is none of its columns: %s"
              .formatted(column, String.join(", ", known.keySet())));
    }
    List<String> closed = names.closed(alias);
    if (closed.isEmpty()) {
      return scope -> scope.value(alias, column);
    }
    if (!isAmongRows && alias.equals(Scope.ROOT)) {
      return Expression.agreed(column, closed.get(0));
    }
    if (!isAmongRows || closed.size() > 1) {
      throw wrong(
          "'%s.%s' stands outside of each: %s, sum, list, earliest and latest"
              .formatted(alias, column, closed.get(0)));
    }
    if (list != null && !list.equals(closed.get(0))) {
      throw wrong("it takes the rows of %s and %s together".formatted(list, closed.get(0)));
    }
    list = closed.get(0);
    return scope -> scope.value(alias, column);
  }

  private Expression call(String function) {
    expect("(");
    return switch (function) {
      case "sum" -> Expression.sum(several(true));
      case "list" -> Expression.list(several(false));
      case "earliest" -> Expression.moment(several(false), names.zone(), true);
      case "latest" -> Expression.moment(several(false), names.zone(), false);
      case "first" -> Expression.first(arguments());
      case "when" -> {
        List<Expression> arguments = arguments();
        if (arguments.size() != 3) {
          throw wrong("when takes three arguments: when(COLUMN, IF_PRESENT, OTHERWISE)");
        }
        yield Expression.when(arguments.get(0), arguments.get(1), arguments.get(2));
      }
      case "time" -> Expression.time(sum(), format(), names.zone());
      case "text" -> Expression.text(sum(), format(), names.zone());
      default ->
          throw wrong(
              "there is no function '%s', but first, when, time, text, earliest, latest, sum and list"
                  .formatted(function));
    };
  }

  private List<Expression> arguments() {
    List<Expression> arguments = new ArrayList<>();
    do {
      arguments.add(sum());
    } while (isNext(",") && at++ >= 0);
    expect(")");
    return arguments;
  }

  /** Arguments of which each may stand for its values in all rows of a list. */
  private Several several(boolean areNumbers) {
    boolean wasAmongRows = isAmongRows;
    String before = list;
    isAmongRows = true;
    List<Several> several = new ArrayList<>();
    do {
      list = wasAmongRows ? before : null;
      int start = at;
      Expression argument = sum();
      if (areNumbers) {
        requireNumber(start);
      }
      several.add(Expression.several(argument, wasAmongRows ? null : list));
    } while (isNext(",") && at++ >= 0);
    expect(")");
    isAmongRows = wasAmongRows;
    list = wasAmongRows ? list : before;
    return Expression.all(several);
  }

  private TimeFormat format() {
    TimeFormat format = null;
    if (isNext(",")) {
      at++;
      if (at == tokens.size() || !tokens.get(at).startsWith("'")) {
        throw wrong("a format in '' is missing");
      }
      format = TimeFormat.of(unquoted(tokens.get(at++)));
    }
    expect(")");
    return format;
  }

  private boolean isNext(String token) {
    return at < tokens.size() && tokens.get(at).equals(token);
  }

  private void expect(String token) {
    if (!isNext(token)) {
      throw wrong("'%s' is missing".formatted(token));
    }
    at++;
  }

  private static String unquoted(String token) {
    String quote = token.substring(0, 1);
    return quote.equals("\"") || quote.equals("'")
        ? token.substring(1, token.length() - 1).replace(quote + quote, quote)
        : token;
  }

  private IllegalArgumentException wrong(String what) {
    return new IllegalArgumentException("has the expression '%s', but %s".formatted(text, what));
  }
}
