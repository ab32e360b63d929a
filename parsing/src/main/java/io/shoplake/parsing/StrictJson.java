package io.shoplake.parsing;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import com.fasterxml.jackson.core.io.JsonStringEncoder;
import com.fasterxml.jackson.core.util.JsonRecyclerPools;
import java.io.IOException;
import java.util.HashSet;
import java.util.Set;

/** The tokens of one JSON object, and the first reason why the whole value is none. */
final class StrictJson implements AutoCloseable {

  private static final int DEEPEST = 100;

  private static final JsonFactory JSON = factory(DEEPEST);

  private final JsonParser parser;
  private final TextScan.Result scan;
  private final int length;

  StrictJson(byte[] value, TextScan.Result scan) throws IOException {
    this.scan = scan;
    this.length = value.length;
    // Up to the first flaw only: what Jackson finds wrong before it was met earlier.
    this.parser = JSON.createParser(value, 0, scan.cleanLength());
  }

  /** Reads JSON of any size, down to {@code deepest} levels. */
  static JsonFactory factory(int deepest) {
    // Sizes are limited by the size of the value; only the depth needs a limit of its own. Names
    // are not interned, and their table may not throw, since senders choose them.
    return JsonFactory.builder()
        .streamReadConstraints(
            StreamReadConstraints.builder()
                .maxNestingDepth(deepest)
                .maxStringLength(Integer.MAX_VALUE)
                .maxNumberLength(Integer.MAX_VALUE)
                .maxNameLength(Integer.MAX_VALUE)
                .build())
        .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
        .disable(JsonFactory.Feature.FAIL_ON_SYMBOL_HASH_OVERFLOW)
        .recyclerPool(JsonRecyclerPools.threadLocalPool())
        .build();
  }

  /** Refuses what cannot begin a JSON text. */
  static void requireStart(byte[] value) throws RefusedValueException {
    boolean isMarked =
        value != null
            && value.length >= 3
            && value[0] == (byte) 0xEF
            && value[1] == (byte) 0xBB
            && value[2] == (byte) 0xBF;
    if (value == null || value.length == 0 || isMarked) {
      throw new RefusedValueException(WholeValueCode.NOT_JSON, 0);
    }
  }

  JsonParser parser() {
    return parser;
  }

  /** Moves to the beginning of the object. */
  void begin() throws IOException, RefusedValueException {
    JsonToken first = parser.nextToken();
    if (first == null) {
      throw ended();
    }
    if (first != JsonToken.START_OBJECT) {
      throw refused(WholeValueCode.NOT_AN_OBJECT);
    }
  }

  /** Makes sure that nothing follows the object. */
  void end() throws RefusedValueException {
    try {
      if (parser.nextToken() != null) {
        throw refused(WholeValueCode.TRAILING_CONTENT);
      }
    } catch (IOException e) {
      throw refused(WholeValueCode.TRAILING_CONTENT);
    }
    if (scan.isEscape()) {
      throw new RefusedValueException(WholeValueCode.TRAILING_CONTENT, scan.cleanLength());
    }
    if (scan.flaw() != null) {
      throw ended();
    }
  }

  /** Why reading failed with {@code exception}. */
  RefusedValueException reason(IOException exception) {
    if (exception instanceof JsonEOFException end) {
      // Outside of strings there are no escapes.
      JsonToken token = end.getTokenBeingDecoded();
      boolean isText = token == JsonToken.FIELD_NAME || token == JsonToken.VALUE_STRING;
      return scan.isEscape() && !isText ? refused(WholeValueCode.NOT_JSON) : ended();
    }
    if (exception instanceof StreamConstraintsException) {
      return refused(WholeValueCode.TOO_DEEP);
    }
    return refused(WholeValueCode.NOT_JSON);
  }

  RefusedValueException duplicate() {
    return refused(WholeValueCode.DUPLICATE_KEY);
  }

  /** Reads over the value that begins with {@code token}. */
  void skip(JsonToken token) throws IOException, RefusedValueException {
    if (token.isStructStart()) {
      copy(token, null);
    }
  }

  /**
   * Writes the value that begins with {@code token} as compact JSON without personal data.
   *
   * @param out where to; null to read over it
   */
  void copy(JsonToken token, StringBuilder out) throws IOException, RefusedValueException {
    if (token == JsonToken.START_OBJECT) {
      write(out, '{');
      copyMembers(out);
      write(out, '}');
    } else if (token == JsonToken.START_ARRAY) {
      write(out, '[');
      boolean isFirst = true;
      for (JsonToken next = parser.nextToken();
          next != JsonToken.END_ARRAY;
          next = parser.nextToken()) {
        if (out != null && isPersonalText(next)) {
          continue;
        }
        if (!isFirst) {
          write(out, ',');
        }
        isFirst = false;
        copy(next, out);
      }
      write(out, ']');
    } else if (out != null) {
      if (token == JsonToken.VALUE_STRING) {
        quote(text(), out);
      } else {
        out.append(parser.getText());
      }
    }
  }

  /**
   * Writes the members of the object that the parser stands in, up to its end.
   *
   * @return their names, also of those left out
   */
  Set<String> copyMembers(StringBuilder out) throws IOException, RefusedValueException {
    Set<String> names = new HashSet<>();
    boolean isFirst = true;
    for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
      if (!names.add(name)) {
        throw duplicate();
      }
      JsonToken token = parser.nextToken();
      if (out == null || isPersonal(name, token)) {
        skip(token);
        continue;
      }
      if (!isFirst) {
        out.append(',');
      }
      isFirst = false;
      quote(name, out);
      out.append(':');
      copy(token, out);
    }
    return names;
  }

  /**
   * Whether the member {@code name}, whose value begins with {@code token}, is left out of what is
   * copied.
   */
  boolean isPersonal(String name, JsonToken token) throws IOException {
    return PersonalKeys.isDenied(name) || EmailAddresses.isOrHolds(name) || isPersonalText(token);
  }

  private boolean isPersonalText(JsonToken token) throws IOException {
    return token == JsonToken.VALUE_STRING && text() == null;
  }

  /** What may be kept of the string that the parser stands at. */
  private String text() throws IOException {
    return EmbeddedJson.withoutPersonalData(parser.getText());
  }

  /** Writes {@code text} as a JSON string. */
  static void quote(String text, StringBuilder out) {
    out.append('"');
    JsonStringEncoder.getInstance().quoteAsString(text, out);
    out.append('"');
  }

  private static void write(StringBuilder out, char c) {
    if (out != null) {
      out.append(c);
    }
  }

  private RefusedValueException ended() {
    WholeValueCode code = scan.flaw() == null ? WholeValueCode.NOT_JSON : scan.flaw();
    return new RefusedValueException(code, scan.flaw() == null ? length : scan.cleanLength());
  }

  private RefusedValueException refused(WholeValueCode code) {
    return new RefusedValueException(code, Math.max(0, parser.currentLocation().getByteOffset()));
  }

  @Override
  public void close() throws IOException {
    parser.close();
  }
}
