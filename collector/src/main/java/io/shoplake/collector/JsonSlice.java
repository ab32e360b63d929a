package io.shoplake.collector;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A JSON value as a stretch of the bytes it came in, so that it can be passed on as it is.
 *
 * @param kind the first token of the value
 */
record JsonSlice(byte[] text, int start, int end, JsonToken kind) {

  private static final int MAX_DEPTH = 1000;

  private static final JsonFactory JSON =
      JsonFactory.builder()
          // Names come from strangers; they shall not stay in the memory of the JVM.
          .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(MAX_DEPTH)
                  .maxNumberLength(Integer.MAX_VALUE)
                  .maxNameLength(Integer.MAX_VALUE)
                  .maxStringLength(Integer.MAX_VALUE)
                  .build())
          .build();

  /** The one value that {@code text} consists of, apart from white space around it. */
  static JsonSlice of(byte[] text) throws Refusal {
    if (text.length == 0) {
      throw new Refusal(400, "not_json", "The body is empty; send a JSON object or array.");
    }
    requireEightBits(text);
    try (JsonParser parser = JSON.createParser(text)) {
      if (parser.nextToken() == null) {
        throw notJson();
      }
      JsonSlice slice = read(parser, text, 0);
      if (parser.nextToken() != null) {
        throw new Refusal(
            400,
            "trailing_content",
            "Something follows the JSON value; send several events as an array.");
      }
      return slice;
    } catch (StreamConstraintsException e) {
      throw new Refusal(
          400, "too_deep", "The JSON is nested deeper than %d levels.".formatted(MAX_DEPTH));
    } catch (IOException e) {
      throw notJson();
    }
  }

  /** Those members of an object that have one of {@code names}; of several with one the last. */
  Map<String, JsonSlice> members(Set<String> names) {
    Map<String, JsonSlice> members = new LinkedHashMap<>();
    try (JsonParser parser = JSON.createParser(text, start, end - start)) {
      parser.nextToken();
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        String name = parser.currentName();
        parser.nextToken();
        if (names.contains(name)) {
          members.put(name, read(parser, text, start));
        } else {
          parser.skipChildren();
        }
      }
      return members;
    } catch (IOException e) {
      throw new IllegalStateException("What was read once must be readable again", e);
    }
  }

  /** The elements of an array, which is refused as soon as they are more than {@code most}. */
  List<JsonSlice> elements(int most) throws Refusal {
    List<JsonSlice> elements = new ArrayList<>();
    try (JsonParser parser = JSON.createParser(text, start, end - start)) {
      parser.nextToken();
      while (parser.nextToken() != JsonToken.END_ARRAY) {
        if (elements.size() == most) {
          throw new Refusal(
              413,
              "too_many_events",
              "More than %,d events; send fewer at a time.".formatted(most));
        }
        elements.add(read(parser, text, start));
      }
      return elements;
    } catch (IOException e) {
      throw new IllegalStateException("What was read once must be readable again", e);
    }
  }

  /** Whether an object or an array holds nothing. */
  boolean isEmpty() {
    try (JsonParser parser = JSON.createParser(text, start, end - start)) {
      parser.nextToken();
      return parser.nextToken().isStructEnd();
    } catch (IOException e) {
      throw new IllegalStateException("What was read once must be readable again", e);
    }
  }

  boolean isObject() {
    return kind == JsonToken.START_OBJECT;
  }

  boolean isArray() {
    return kind == JsonToken.START_ARRAY;
  }

  boolean isString() {
    return kind == JsonToken.VALUE_STRING;
  }

  boolean isTrue() {
    return kind == JsonToken.VALUE_TRUE;
  }

  int size() {
    return end - start;
  }

  byte[] bytes() {
    return Arrays.copyOfRange(text, start, end);
  }

  /** The value as it stands in the text. */
  String raw() {
    return new String(text, start, end - start, UTF_8);
  }

  /** The text of a string, number or boolean; empty for null, objects and arrays. */
  String scalar() {
    if (!kind.isScalarValue() || kind == JsonToken.VALUE_NULL) {
      return "";
    }
    try (JsonParser parser = JSON.createParser(text, start, end - start)) {
      parser.nextToken();
      return parser.getText();
    } catch (IOException e) {
      throw new IllegalStateException("What was read once must be readable again", e);
    }
  }

  private static JsonSlice read(JsonParser parser, byte[] text, int offset) throws IOException {
    JsonToken kind = parser.currentToken();
    int start = offset + (int) parser.currentTokenLocation().getByteOffset();
    parser.skipChildren();
    parser.finishToken();
    int end = offset + (int) parser.currentLocation().getByteOffset();
    return new JsonSlice(text, start, end, kind);
  }

  // The parser would take these for UTF-16 or UTF-32, and then its offsets are not of bytes.
  private static void requireEightBits(byte[] text) throws Refusal {
    boolean isMarked = (text[0] & 0xFF) >= 0xEF;
    boolean isWide = false;
    for (int i = 0; i < Math.min(4, text.length); i++) {
      isWide |= text[i] == 0;
    }
    if (isMarked || isWide) {
      throw notJson();
    }
  }

  private static Refusal notJson() {
    return new Refusal(400, "not_json", "The body is not JSON in UTF-8 without a byte order mark.");
  }
}
