package io.shoplake.parsing;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.shoplake.parsing.FieldNames.Members;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * One pass over one message: the values of its declared fields, everything else as JSON text, and
 * the first problem.
 *
 * @param <F> the declared fields
 */
final class MessagePass<F extends Enum<F> & MessageField> {

  private static final Set<String> STATUSES =
      Set.of("placed", "paid", "shipped", "delivered", "cancelled", "refunded", "returned");
  private static final int MOST_MILLISECOND_CHARACTERS = 15;

  private final FieldNames<F> names;
  private final Pseudonyms pseudonyms;
  private final Function<F, Object> element;
  private final Object[] values;
  private final Properties properties = new Properties();
  private StrictJson json;
  private JsonParser parser;
  private TextScan.Result scan;
  private long given;
  private F problemField;
  private FieldCode problemCode;
  private RefusedValueException refusal;

  /**
   * A pass for one message.
   *
   * @param element makes the element of a list from the values that were just read
   */
  MessagePass(FieldNames<F> names, Pseudonyms pseudonyms, Function<F, Object> element) {
    this.names = names;
    this.pseudonyms = pseudonyms;
    this.element = element;
    this.values = new Object[names.count()];
  }

  /**
   * What {@code record} makes of {@code value}, or why there is none.
   *
   * @param time the time of the fact, which must be near {@code arrival} where it is given
   */
  <T> Parsed<T> parsed(
      byte[] value, Limits limits, Instant arrival, F shop, F time, Supplier<T> record) {
    if (!read(value, limits)) {
      return rejected(shop);
    }
    Long micros = number(time);
    if (micros != null && !limits.admits(micros, arrival)) {
      problem(time, FieldCode.TIME_OUT_OF_RANGE);
    }
    return hasProblem() ? rejected(shop) : new Parsed.Accepted<>(record.get());
  }

  /** Reads all of {@code value}; false if it is no message whatever its fields say. */
  boolean read(byte[] value, Limits limits) {
    try {
      open(value, limits);
      return true;
    } catch (RefusedValueException e) {
      refusal = e;
      return false;
    }
  }

  boolean hasProblem() {
    return refusal != null || problemField != null;
  }

  /** Why there is no record, for the shop in {@code shopField} if it was read. */
  <T> Parsed<T> rejected(F shopField) {
    String shop = textOr(shopField, Shop.MAIN);
    return refusal != null
        ? new Parsed.Rejected<>(refusal.code(), refusal.detail(), shop)
        : new Parsed.Rejected<>(
            problemCode.code(problemField), problemCode.detail(problemField), shop);
  }

  /** Notes a problem; of several, the first in the order of fields and codes stands. */
  void problem(F field, FieldCode code) {
    int order = problemField == null ? 1 : problemField.compareTo(field);
    if (order > 0 || (order == 0 && problemCode.compareTo(code) > 0)) {
      problemField = field;
      problemCode = code;
    }
  }

  /** Whether the message says anything for {@code field}, be it right or wrong. */
  boolean isGiven(F field) {
    return (given & bit(field)) != 0;
  }

  String text(F field) {
    return (String) values[field.ordinal()];
  }

  String textOr(F field, String other) {
    return text(field) == null ? other : text(field);
  }

  /** Microseconds since 1970 UTC. */
  long timeOr(F field, Instant other) {
    return number(field) == null ? Instants.micros(other) : number(field);
  }

  /** Microseconds for a time, else the number; null where absent. */
  Long number(F field) {
    return (Long) values[field.ordinal()];
  }

  /** Whether the message says true. */
  boolean isTrue(F field) {
    return Boolean.TRUE.equals(values[field.ordinal()]);
  }

  BigDecimal amount(F field) {
    return (BigDecimal) values[field.ordinal()];
  }

  @SuppressWarnings("unchecked")
  <E> List<E> list(F field) {
    return (List<E>) values[field.ordinal()];
  }

  /** Whatever was sent beside the declared fields, as JSON text; null if nothing was. */
  String properties() {
    return properties.json();
  }

  /** The hash of the message, which must have been read without a problem. */
  long contentHash(byte[] value) {
    return ContentHash.of(value, scan.hasBackslash());
  }

  private void open(byte[] value, Limits limits) throws RefusedValueException {
    if (value != null && value.length > limits.maxEventBytes()) {
      throw new RefusedValueException(WholeValueCode.TOO_LARGE, limits.maxEventBytes());
    }
    StrictJson.requireStart(value);
    scan = TextScan.of(value);
    try (StrictJson opened = new StrictJson(value, scan)) {
      json = opened;
      parser = opened.parser();
      json.begin();
      readMembers(names.top(), true);
      json.end();
    } catch (IOException e) {
      throw json.reason(e);
    }
  }

  private void readMembers(Members<F> members, boolean isTop)
      throws IOException, RefusedValueException {
    long seen = 0;
    Set<String> others = null;
    for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
      F field = members.byName().get(name);
      if (field == null) {
        others = others == null ? new HashSet<>() : others;
        if (!others.add(name)) {
          throw json.duplicate();
        }
        readOther(name, isTop);
        continue;
      }
      if ((seen & bit(field)) != 0) {
        throw json.duplicate();
      }
      seen |= bit(field);
      JsonToken token = parser.nextToken();
      if (token != JsonToken.VALUE_NULL) {
        readField(field, token);
      }
    }
    for (F field : members.required()) {
      if (!isGiven(field)) {
        problem(field, FieldCode.MISSING);
      }
    }
  }

  private void readOther(String name, boolean isTop) throws IOException, RefusedValueException {
    JsonToken token = parser.nextToken();
    if (isTop && token != JsonToken.VALUE_NULL && !json.isPersonal(name, token)) {
      properties.move(name, token, json);
    } else {
      json.skip(token);
    }
  }

  private void readField(F field, JsonToken token) throws IOException, RefusedValueException {
    switch (field.kind()) {
      case TEXT, UNCHECKED, ID, STATUS, CURRENCY -> readText(field, token);
      case TIME, FACT_TIME -> readTime(field, token);
      case COUNT -> readCount(field, token);
      case VERSION -> readVersion(field, token);
      case AMOUNT -> readAmount(field, token);
      case FLAG -> readFlag(field, token);
      case LIST -> readList(field, token);
      case OBJECT -> {
        if (isExpected(field, token, JsonToken.START_OBJECT)) {
          readMembers(names.within(field), false);
        }
      }
      case PROPERTIES -> {
        if (isExpected(field, token, JsonToken.START_OBJECT)) {
          properties.copy(json);
        }
      }
    }
  }

  private void readText(F field, JsonToken token) throws IOException, RefusedValueException {
    if (isAbsent(field, token) || !isExpected(field, token, JsonToken.VALUE_STRING)) {
      return;
    }
    String text = parser.getText();
    values[field.ordinal()] = impersonal(field, text);
    if (field.kind() == FieldKind.STATUS && !STATUSES.contains(text)) {
      problem(field, FieldCode.BAD_TYPE);
    }
    if (field.kind() == FieldKind.CURRENCY && !Currencies.isCode(text)) {
      problem(field, FieldCode.BAD_CURRENCY);
    }
    int longest = field.maxLength();
    if (longest > 0 && text.length() > longest && text.codePointCount(0, text.length()) > longest) {
      problem(field, FieldCode.TOO_LONG);
    }
  }

  // What is required is never left out: it names the fact.
  private String impersonal(F field, String text) {
    boolean isText = field.kind() == FieldKind.TEXT;
    if (field.kind() == FieldKind.ID || (isText && field.isRequired())) {
      return pseudonyms.id(text);
    }
    return isText ? EmailAddresses.without(text) : text;
  }

  private void readTime(F field, JsonToken token) throws IOException, RefusedValueException {
    if (token == JsonToken.VALUE_NUMBER_INT) {
      given |= bit(field);
      boolean isLong = parser.getTextLength() <= MOST_MILLISECOND_CHARACTERS;
      setTime(field, isLong ? parser.getLongValue() * 1000 : Long.MAX_VALUE);
    } else if (!isAbsent(field, token)
        && !isFraction(field, token)
        && isExpected(field, token, JsonToken.VALUE_STRING)) {
      long micros =
          Instants.parse(
              parser.getTextCharacters(), parser.getTextOffset(), parser.getTextLength());
      if (micros == Instants.NONE) {
        problem(field, FieldCode.BAD_TYPE);
      } else {
        setTime(field, micros);
      }
    }
  }

  private void setTime(F field, long micros) {
    if (micros < Instants.FIRST || micros > Instants.LAST) {
      boolean isFactTime = field.kind() == FieldKind.FACT_TIME;
      problem(field, isFactTime ? FieldCode.TIME_OUT_OF_RANGE : FieldCode.OUT_OF_RANGE);
    } else {
      values[field.ordinal()] = micros;
    }
  }

  private void readCount(F field, JsonToken token) throws IOException, RefusedValueException {
    if (!isFraction(field, token) && isExpected(field, token, JsonToken.VALUE_NUMBER_INT)) {
      long tenThousandths = readDecimal(field);
      if (tenThousandths > Decimals.OUT_OF_RANGE) {
        values[field.ordinal()] = tenThousandths / Decimals.ONE;
      }
    }
  }

  private void readVersion(F field, JsonToken token) throws IOException, RefusedValueException {
    if (!isFraction(field, token)
        && isExpected(field, token, JsonToken.VALUE_NUMBER_INT)
        && !parser.getText().equals("1")) {
      problem(field, FieldCode.UNKNOWN_VERSION);
    }
  }

  private void readAmount(F field, JsonToken token) throws IOException, RefusedValueException {
    if (isAbsent(field, token)) {
      return;
    }
    boolean isNumber = token.isNumeric();
    if (isNumber) {
      given |= bit(field);
    }
    if (isNumber || isExpected(field, token, JsonToken.VALUE_STRING)) {
      long tenThousandths = readDecimal(field);
      if (tenThousandths > Decimals.OUT_OF_RANGE) {
        values[field.ordinal()] = Decimals.amount(tenThousandths);
      }
    }
  }

  /** The decimal number of the current token in ten-thousandths, its problems noted. */
  private long readDecimal(F field) throws IOException {
    char[] text = parser.getTextCharacters();
    int from = parser.getTextOffset();
    int length = parser.getTextLength();
    long tenThousandths = Decimals.tenThousandths(text, from, length);
    if (tenThousandths == Decimals.NONE) {
      problem(field, FieldCode.BAD_TYPE);
      return tenThousandths;
    }
    if (!field.mayBeNegative() && Decimals.isNegative(text, from, length)) {
      problem(field, FieldCode.NEGATIVE);
    }
    if (tenThousandths == Decimals.NOT_FINITE) {
      problem(field, FieldCode.NOT_FINITE);
    } else if (tenThousandths == Decimals.OUT_OF_RANGE) {
      problem(field, FieldCode.OUT_OF_RANGE);
    }
    return tenThousandths;
  }

  private void readFlag(F field, JsonToken token) throws IOException, RefusedValueException {
    boolean isFlag = token.isBoolean();
    if (isExpected(field, token, isFlag ? token : JsonToken.VALUE_TRUE)) {
      values[field.ordinal()] = token == JsonToken.VALUE_TRUE;
    }
  }

  private void readList(F field, JsonToken token) throws IOException, RefusedValueException {
    if (!isExpected(field, token, JsonToken.START_ARRAY)) {
      return;
    }
    Members<F> members = names.within(field);
    List<Object> elements = new ArrayList<>();
    for (JsonToken next = parser.nextToken();
        next != JsonToken.END_ARRAY;
        next = parser.nextToken()) {
      if (isExpected(field, next, JsonToken.START_OBJECT)) {
        for (F member : members.all()) {
          values[member.ordinal()] = null;
        }
        readMembers(members, false);
        elements.add(element.apply(field));
      }
    }
    values[field.ordinal()] = elements;
  }

  /** Whether the token is an empty string that means nothing. */
  private boolean isAbsent(F field, JsonToken token) throws IOException {
    return token == JsonToken.VALUE_STRING && field.isEmptyAbsent() && parser.getTextLength() == 0;
  }

  /** Whether the token is a number with a point or exponent, which is a problem. */
  private boolean isFraction(F field, JsonToken token) throws IOException {
    if (token != JsonToken.VALUE_NUMBER_FLOAT) {
      return false;
    }
    given |= bit(field);
    long tenThousandths =
        Decimals.tenThousandths(
            parser.getTextCharacters(), parser.getTextOffset(), parser.getTextLength());
    boolean isFinite = tenThousandths != Decimals.NOT_FINITE;
    problem(field, isFinite ? FieldCode.BAD_TYPE : FieldCode.NOT_FINITE);
    return true;
  }

  /** Notes that the field is given, and a problem if {@code token} is not what it should be. */
  private boolean isExpected(F field, JsonToken token, JsonToken expected)
      throws IOException, RefusedValueException {
    given |= bit(field);
    if (token == expected) {
      return true;
    }
    problem(field, FieldCode.BAD_TYPE);
    json.skip(token);
    return false;
  }

  private long bit(F field) {
    return 1L << field.ordinal();
  }
}
