package io.shoplake.ingest.extract;

import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.math.BigDecimal;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads an expression; what is wrong with it is an {@link IllegalArgumentException}. */
final class ExpressionReader {

  private static final Pattern TOKEN =
      Pattern.compile("\\s*(\\d+(?:\\.\\d+)?|'[^']*'|\"[^\"]+\"|[\\p{L}_][\\p{L}\\p{N}_$]*|\\S)");

  private final String text;
  private final Set<String> aliases;
  private final ZoneId zone;
  private final List<String> tokens = new ArrayList<>();
  private int at;

  /**
   * A reader of {@code text}.
   *
   * @param aliases of the rows that may be looked at beside the message's own
   * @param zone of times that name none
   */
  ExpressionReader(String text, Set<String> aliases, ZoneId zone) {
    this.text = text;
    this.aliases = aliases;
    this.zone = zone;
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
    Expression left = product();
    while (isNext("+") || isNext("-")) {
      boolean isSum = tokens.get(at++).equals("+");
      left =
          Expression.calculation(left, product(), isSum ? BigDecimal::add : BigDecimal::subtract);
    }
    return left;
  }

  private Expression product() {
    Expression left = operand();
    while (isNext("*")) {
      at++;
      left = Expression.calculation(left, operand(), BigDecimal::multiply);
    }
    return left;
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
      TextNode constant = TextNode.valueOf(token.substring(1, token.length() - 1));
      return scope -> constant;
    }
    if (isNext("(")) {
      return call(token);
    }
    if (isNext(".")) {
      at++;
      if (!aliases.contains(unquoted(token)) || at == tokens.size()) {
        throw wrong("'%s' is none of the joined rows %s".formatted(token, aliases));
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
    return scope -> scope.value(alias, column);
  }

  private Expression call(String function) {
    expect("(");
    List<Expression> arguments = new ArrayList<>();
    do {
      arguments.add(sum());
    } while (isNext(",") && at++ >= 0);
    expect(")");
    return switch (function) {
      case "first" -> Expression.first(arguments);
      case "time", "earliest" -> Expression.moment(arguments, zone, true);
      case "latest" -> Expression.moment(arguments, zone, false);
      case "when" -> {
        if (arguments.size() != 3) {
          throw wrong("when takes three arguments: when(COLUMN, IF_PRESENT, OTHERWISE)");
        }
        yield Expression.when(arguments.get(0), arguments.get(1), arguments.get(2));
      }
      default ->
          throw wrong(
              "there is no function '%s', but first, time, earliest, latest and when"
                  .formatted(function));
    };
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
    return token.startsWith("\"") ? token.substring(1, token.length() - 1) : token;
  }

  private IllegalArgumentException wrong(String what) {
    return new IllegalArgumentException("has the expression '%s', but %s".formatted(text, what));
  }
}
