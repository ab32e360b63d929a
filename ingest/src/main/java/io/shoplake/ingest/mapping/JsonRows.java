package io.shoplake.ingest.mapping;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializer;
import io.shoplake.cli.ExitCode;
import io.shoplake.cli.UserMistake;
import io.shoplake.ingest.FileBytes;
import io.shoplake.ingest.JsonLines;
import io.shoplake.ingest.mapping.Mapping.Format;
import io.shoplake.ingest.template.BadRowException;
import io.shoplake.layout.Topic;
import io.shoplake.parsing.PersonalKeys;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** The rows of one file of JSON; a row's text is its line, or its element of the array. */
final class JsonRows implements RowFormat {

  /** Reads and writes numbers digit by digit. */
  static final ObjectMapper JSON =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
          .enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN)
          .disable(SerializationFeature.FAIL_ON_EMPTY_BEANS)
          .addModule(new SimpleModule().addSerializer(Instant.class, ToStringSerializer.instance))
          .build();

  /** The name of a member, also of an object that is broken off. */
  private static final Pattern MEMBER = Pattern.compile("\"([^\"]*+)\"\\s*+:");

  private final Mapping mapping;

  private final boolean mayBeArray;
  private boolean isArray;

  JsonRows(Mapping mapping, String file) {
    this.mapping = mapping;
    this.mayBeArray = mapping.format(file) == Format.JSON;
  }

  @Override
  public InputStream lines(InputStream bytes) throws IOException {
    BufferedInputStream text = new BufferedInputStream(bytes);
    isArray = mayBeArray && ElementLines.isArray(text);
    return isArray ? new ElementLines(text) : text;
  }

  @Override
  public String place(String file) {
    return isArray ? file + ", element" : file;
  }

  @Override
  public void read(String file, InputStream bytes, Rows rows) throws IOException {
    InputStream text = lines(bytes);
    JsonLines lines = JsonLines.of(text, Topic.MAX_MESSAGE_BYTES);
    while (lines.next()) {
      if (lines.isEmpty()) {
        continue;
      }
      Lines place = new Lines(lines.number(), lines.number());
      try {
        String row = text(lines);
        // An array without elements is a line, too.
        if (!isArray || !row.isEmpty()) {
          rows.row(row, place);
        }
      } catch (BadRowException e) {
        rows.bad(place, e, null);
      }
    }
    if (text instanceof ElementLines elements
        && elements.problem() != null
        && !FileBytes.areBroken(bytes)) {
      throw new UserMistake(
          ExitCode.DATA,
          "'%s' %s after element %d; what came before was read."
              .formatted(file, elements.problem(), lines.number()));
    }
  }

  private String text(JsonLines lines) throws BadRowException {
    if (lines.isTooLong()) {
      throw new BadRowException("it is longer than %,d bytes".formatted(Topic.MAX_MESSAGE_BYTES));
    }
    try {
      String text =
          mapping.encoding().newDecoder().decode(ByteBuffer.wrap(lines.bytes())).toString();
      return isArray ? text.strip() : text;
    } catch (CharacterCodingException e) {
      throw new BadRowException("it is not in the encoding " + mapping.encoding());
    }
  }

  @Override
  public ObjectNode values(String text) throws BadRowException {
    JsonNode row = object(text);
    ObjectNode values = JSON.createObjectNode();
    for (Column column : mapping.columns().values()) {
      values.set(column.name(), column.read(row));
    }
    return values;
  }

  private static JsonNode object(String text) throws BadRowException {
    JsonNode row;
    try {
      row = JSON.readTree(text);
    } catch (StreamConstraintsException e) {
      throw new BadRowException("it holds a value that is too large, or too deep");
    } catch (JsonProcessingException e) {
      throw new BadRowException(
          "it is no JSON from character %d on".formatted(e.getLocation().getColumnNr()));
    }
    if (!row.isObject()) {
      throw new BadRowException("it is no JSON object");
    }
    return row;
  }

  @Override
  public JsonNode group(String text) {
    try {
      return mapping.columns().get(mapping.groupBy()).read(object(text));
    } catch (BadRowException e) {
      return null;
    }
  }

  @Override
  public boolean mayHoldSecret(byte[] raw) {
    String text = new String(raw, mapping.encoding());
    try {
      return holdsSecret(JSON.readTree(text), "");
    } catch (JsonProcessingException e) {
      return MEMBER.matcher(text).results().anyMatch(name -> PersonalKeys.isSecret(name.group(1)));
    }
  }

  private boolean holdsSecret(JsonNode node, String at) {
    for (JsonNode element : node.isArray() ? node : List.<JsonNode>of()) {
      if (holdsSecret(element, at + "/*")) {
        return true;
      }
    }
    for (Map.Entry<String, JsonNode> member : node.properties()) {
      String name = member.getKey();
      String place = at + "/" + name.replace("~", "~0").replace("/", "~1");
      boolean isRead = mapping.readsAll(place) || (at.isEmpty() && mapping.readsAll(name));
      if (!isRead && (PersonalKeys.isSecret(name) || holdsSecret(member.getValue(), place))) {
        return true;
      }
    }
    return false;
  }

  @Override
  public boolean isLineEnd(char character) {
    return character == '\n';
  }
}
