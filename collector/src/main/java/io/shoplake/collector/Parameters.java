package io.shoplake.collector;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.util.HashMap;
import java.util.Map;

/** The parameters of an address or a form; what is wrongly encoded stays as it is. */
final class Parameters {

  private Parameters() {}

  /** The raw values by name, the first of each. */
  static Map<String, String> of(String query) {
    Map<String, String> parameters = new HashMap<>();
    if (query != null) {
      for (String pair : query.split("&", 100)) {
        int equals = pair.indexOf('=');
        String name = equals < 0 ? pair : pair.substring(0, equals);
        parameters.putIfAbsent(decoded(name), equals < 0 ? "" : pair.substring(equals + 1));
      }
    }
    return parameters;
  }

  /** {@code value} without percent escapes; a plus sign stays one, as base64 has them. */
  static String decoded(String value) {
    if (value.indexOf('%') < 0) {
      return value;
    }
    byte[] bytes = value.getBytes(UTF_8);
    ByteArrayOutputStream decoded = new ByteArrayOutputStream(bytes.length);
    for (int i = 0; i < bytes.length; i++) {
      boolean isEscape = bytes[i] == '%' && i + 2 < bytes.length;
      int high = isEscape ? digit(bytes[i + 1]) : -1;
      int low = isEscape ? digit(bytes[i + 2]) : -1;
      if (high >= 0 && low >= 0) {
        decoded.write(high * 16 + low);
        i += 2;
      } else {
        decoded.write(bytes[i]);
      }
    }
    return decoded.toString(UTF_8);
  }

  private static int digit(byte character) {
    return character < 0 ? -1 : Character.digit(character, 16);
  }

  /** The text of a body of a form. */
  static String text(byte[] body) {
    return new String(body, UTF_8);
  }
}
