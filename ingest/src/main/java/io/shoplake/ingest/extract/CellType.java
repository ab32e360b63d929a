package io.shoplake.ingest.extract;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.TextNode;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Base64;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How the text that a database gives for a value becomes JSON that loses nothing of it. */
public enum CellType {
  BOOLEAN {
    @Override
    public JsonNode read(String text) {
      return BooleanNode.valueOf(text.equals("true") || text.equals("t") || text.equals("1"));
    }
  },
  INTEGER {
    @Override
    public JsonNode read(String text) {
      return JsonNodeFactory.instance.numberNode(new BigInteger(text));
    }
  },
  /**
   * A number with all its digits; what is no number, such as NaN, is text, and so is 1e-10000,
   * which would have to be written with all its zeros.
   */
  DECIMAL {
    @Override
    public JsonNode read(String text) {
      if (!isNumber(text)) {
        return TextNode.valueOf(text);
      }
      BigDecimal number = new BigDecimal(text);
      return Math.abs((long) number.scale()) > MOST_ZEROS
          ? TextNode.valueOf(text)
          : DecimalNode.valueOf(number);
    }
  },
  /** A binary number of 32 bits, as the shortest decimal that stands for it alone. */
  REAL {
    @Override
    public JsonNode read(String text) {
      return DECIMAL.read(Float.toString(Float.parseFloat(text)));
    }
  },
  /** A binary number of 64 bits, as the shortest decimal that stands for it alone. */
  DOUBLE {
    @Override
    public JsonNode read(String text) {
      return DECIMAL.read(Double.toString(Double.parseDouble(text)));
    }
  },
  TEXT {
    @Override
    public JsonNode read(String text) {
      return TextNode.valueOf(text);
    }
  },
  /** Bytes, written as hexadecimal digits. */
  BINARY {
    @Override
    public JsonNode read(String text) {
      return binary(HexFormat.of().parseHex(text.startsWith("\\x") ? text.substring(2) : text));
    }
  },
  /** A moment, written in UTC. */
  INSTANT {
    @Override
    public JsonNode read(String text) {
      String moment = iso(text.replaceFirst("\\+00(:00)?(?= BC$|$)", ""));
      return TextNode.valueOf(moment.indexOf('T') > 0 ? moment + "Z" : moment);
    }
  },
  /** A date, a time of day or both, without a time zone. */
  LOCAL {
    @Override
    public JsonNode read(String text) {
      return TextNode.valueOf(iso(text));
    }
  };

  private static final int MOST_ZEROS = 9999;

  private static final Pattern NOT_AFTER_CHRIST = Pattern.compile("(\\d+)(-.*) BC");

  /** The JSON of {@code text}, which is not null. */
  public abstract JsonNode read(String text);

  /** Bytes in JSON: an object that says how they are written. */
  public static JsonNode binary(byte[] bytes) {
    return RowJson.object().put("base64", Base64.getEncoder().encodeToString(bytes));
  }

  private static boolean isNumber(String text) {
    return !text.endsWith("NaN") && !text.endsWith("Infinity");
  }

  // Databases write fractions with or without trailing zeros, whatever they stand for.
  private static String iso(String text) {
    String wanted =
        text.replaceFirst("(\\.\\d*?)0+(?=$|[-+ ])", "$1").replaceFirst("\\.(?=$|[-+ ])", "");
    Matcher early = NOT_AFTER_CHRIST.matcher(wanted);
    if (early.matches()) {
      wanted = "-%04d%s".formatted(Integer.parseInt(early.group(1)) - 1, early.group(2));
    }
    return wanted.replaceFirst("^(-?\\d+-\\d+-\\d+) ", "$1T");
  }
}
