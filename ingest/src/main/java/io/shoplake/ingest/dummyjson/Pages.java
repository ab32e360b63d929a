package io.shoplake.ingest.dummyjson;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/** Reads the JSON of pages: {@code {"users": […], "total": …}}. */
final class Pages {

  /** Keeps every digit of a number, and refuses what two readers might understand differently. */
  static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
          .build();

  private Pages() {}

  /** The page in {@code body}; a bare list is a whole one. */
  static Page read(Resource resource, byte[] body) throws MalformedPageException {
    JsonNode answer = parse(body);
    JsonNode list = answer.isArray() ? answer : answer.path(resource.path());
    if (!list.isArray()) {
      throw new MalformedPageException("there is no list '%s'".formatted(resource.path()));
    }
    List<JsonNode> objects = new ArrayList<>();
    list.forEach(objects::add);
    if (answer.isArray()) {
      return new Page(objects, objects.size());
    }
    JsonNode total = answer.path("total");
    if (!total.canConvertToInt() || !total.isIntegralNumber() || total.intValue() < 0) {
      throw new MalformedPageException("'total' is missing or no count");
    }
    return new Page(objects, total.intValue());
  }

  private static JsonNode parse(byte[] body) throws MalformedPageException {
    try {
      return JSON.readTree(body);
    } catch (JsonProcessingException e) {
      // Jackson's own text quotes what it read.
      throw new MalformedPageException(
          e.getLocation() == null
              ? "this is not JSON"
              : "this is not JSON (line %d, column %d)"
                  .formatted(e.getLocation().getLineNr(), e.getLocation().getColumnNr()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
