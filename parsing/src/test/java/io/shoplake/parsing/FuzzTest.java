package io.shoplake.parsing;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Damaged messages: none may throw, and all must be judged as a strict tree parser judges them. */
class FuzzTest {

  private static final int MESSAGES = 60_000;

  private static final Set<String> NOT_A_JSON_OBJECT =
      Set.of("not_utf8", "not_json", "trailing_content", "duplicate_key", "not_an_object");

  private static final ObjectReader STRICT =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build()
          .reader();

  private static final List<byte[]> PIECES =
      List.of(
          bytes("\""),
          bytes("{"),
          bytes("}"),
          bytes("["),
          bytes("]"),
          bytes(","),
          bytes(":"),
          bytes("\\"),
          bytes("\\u0000"),
          bytes("\\ud83d"),
          bytes("\\ude00"),
          bytes("\\u00"),
          bytes("null"),
          bytes("true"),
          bytes("NaN"),
          bytes("-"),
          bytes("1e999"),
          bytes("0"),
          bytes("9999999999999999999"),
          bytes(".5"),
          bytes("\"a\":1,"),
          bytes(" "),
          bytes("\n"),
          bytes("/*"),
          bytes("//"),
          bytes("'"),
          bytes("\u00e9"),
          bytes("\ud83d\ude00"),
          bytes("\"event_id\":\"x\","),
          bytes("{\"a\":[{\"b\":1}]}"),
          bytes("[".repeat(120)),
          new byte[] {0},
          new byte[] {(byte) 0xff},
          new byte[] {(byte) 0xc3},
          new byte[] {(byte) 0xed, (byte) 0xa0, (byte) 0x80},
          new byte[] {1},
          bytes("\ufeff"));

  @Test
  void everyDamagedMessageIsJudgedAsAStrictTreeParserJudgesIt() {
    Random random = new Random(20_260_310);
    TreeMap<String, Integer> outcomes = new TreeMap<>();
    for (int i = 0; i < MESSAGES; i++) {
      boolean isEvent = random.nextBoolean();
      byte[] value = damaged(random, isEvent ? event() : orderChange());
      Parsed<?> parsed =
          isEvent
              ? Message.EVENTS.parse(value, Message.ARRIVAL)
              : Message.ORDER_CHANGES.parse(value, Message.ARRIVAL);
      String reason = Message.reason(parsed);
      outcomes.merge(reason, 1, Integer::sum);
      String judgement = judgement(value);
      boolean isAgreed =
          switch (judgement) {
            case "an object" -> !NOT_A_JSON_OBJECT.contains(reason);
            case "no text" -> !reason.equals("accepted");
            default ->
                NOT_A_JSON_OBJECT.contains(reason)
                    || reason.equals("nul_character")
                    || reason.equals("too_deep");
          };
      assertThat(isAgreed)
          .as(() -> judgement + ", but " + reason + ": " + HexFormat.of().formatHex(value))
          .isTrue();
    }
    assertThat(outcomes)
        .containsKeys("accepted", "too_deep", "nul_character")
        .containsKeys(NOT_A_JSON_OBJECT.toArray(String[]::new));
  }

  @Test
  void bytesThatNeverWereAMessageAreRejectedWithoutThrowing() {
    Random random = new Random(3);
    for (int i = 0; i < 50_000; i++) {
      byte[] value = new byte[random.nextInt(60)];
      random.nextBytes(value);
      assertThat(Message.EVENTS.parse(value, Message.ARRIVAL)).isInstanceOf(Parsed.Rejected.class);
    }
  }

  /** What independent means say: "an object", "no text", or why there is no object. */
  private static String judgement(byte[] value) {
    try {
      StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(value));
    } catch (CharacterCodingException e) {
      return "no text";
    }
    for (byte b : value) {
      if (b == 0) {
        return "no text";
      }
    }
    if (value.length > 2 && value[0] == (byte) 0xef && value[1] == (byte) 0xbb) {
      return "a byte order mark";
    }
    try {
      JsonNode tree = STRICT.readTree(value);
      if (!tree.isObject()) {
        return "another value";
      }
      return isKeepable(tree) ? "an object" : "no text";
    } catch (IOException e) {
      return "no JSON";
    }
  }

  /** Whether no name and no text in {@code tree} holds a NUL or half of a surrogate pair. */
  private static boolean isKeepable(JsonNode tree) {
    boolean areNames = true;
    for (String name : (Iterable<String>) tree::fieldNames) {
      areNames &= isKeepable(name);
    }
    boolean isText = !tree.isTextual() || isKeepable(tree.textValue());
    for (JsonNode child : tree) {
      areNames &= isKeepable(child);
    }
    return areNames && isText;
  }

  private static boolean isKeepable(String text) {
    return text.indexOf('\0') < 0 && StandardCharsets.UTF_8.newEncoder().canEncode(text);
  }

  private static byte[] damaged(Random random, byte[] value) {
    byte[] result = value;
    int wounds = random.nextInt(4);
    for (int i = 0; i < wounds; i++) {
      result = wounded(random, result);
    }
    return result;
  }

  private static byte[] wounded(Random random, byte[] value) {
    if (value.length == 0) {
      return value;
    }
    int from = random.nextInt(value.length);
    int to = Math.min(value.length, from + random.nextInt(4));
    byte[] piece = PIECES.get(random.nextInt(PIECES.size()));
    return switch (random.nextInt(6)) {
      case 0 -> Arrays.copyOf(value, from);
      case 1 -> joined(value, from, new byte[0], to);
      case 2 -> joined(value, from, new byte[] {(byte) random.nextInt(256)}, from + 1);
      case 3 ->
          joined(
              value,
              from,
              Arrays.copyOfRange(value, from, Math.min(value.length, from + 30)),
              from);
      default -> joined(value, from, piece, random.nextBoolean() ? from : to);
    };
  }

  private static byte[] joined(byte[] value, int end, byte[] piece, int start) {
    byte[] all = Arrays.copyOf(value, end + piece.length + value.length - start);
    System.arraycopy(piece, 0, all, end, piece.length);
    System.arraycopy(value, start, all, end + piece.length, value.length - start);
    return all;
  }

  private static byte[] event() {
    return Message.event()
        .with("schema_version", "1")
        .with("page", "{'url':'https://shop.example/?a=\u00e9&utm_source=x','title':'\\u00e9\\\\'}")
        .with("items", "[{'quantity':2,'unit_price':1.5},{'unit_price':'2e1'}]")
        .with("order", "{'order_id':'o','total':12.5}")
        .with("properties", "{'a':{'b':[1,2,{'c':null}],'d':true},'e':'\\ud83d\\ude00'}")
        .with("other", "[1.25,-3e5,'x']")
        .bytes();
  }

  private static byte[] orderChange() {
    return Message.orderChange()
        .with("status", "'paid'")
        .with("lines", "[{'line_id':'1','quantity':-2,'unit_price':1.5}]")
        .with("refund", "{'refund_id':'r','amount':1,'lines':[{}]}")
        .with("ship", "{'city':'\u00c5s'}")
        .bytes();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
