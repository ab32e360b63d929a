package io.shoplake.parsing;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.shoplake.parsing.Parsed.Rejected;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * Bytes that their sender could not make a message of; it sends them all the same, with its reason
 * in the headers, so that they are counted and can be shown.
 *
 * @param reason the code, such as {@link #BAD_LINE}
 * @param detail one sentence on what was wrong, never with a value
 * @param file where the bytes stood, null if it is no file
 * @param line in that file, from 1; 0 if unknown
 */
public record MarkedReject(String reason, String detail, String file, long line) {

  /** The reason for a row of a file that its mapping could not read. */
  public static final String BAD_LINE = "bad_line";

  private static final String REASON_HEADER = "shoplake.reject";
  private static final String DETAIL_HEADER = "shoplake.detail";
  private static final String FILE_HEADER = "shoplake.file";
  private static final String LINE_HEADER = "shoplake.line";

  private static final Pattern CODE = Pattern.compile("[a-z][a-z0-9_.]{0,63}");
  private static final Pattern UNPRINTABLE = Pattern.compile("\\p{Cntrl}");
  private static final int LONGEST_TEXT = 500;

  /** The headers that say so. */
  public Map<String, byte[]> headers() {
    Map<String, byte[]> headers = new LinkedHashMap<>();
    headers.put(REASON_HEADER, reason.getBytes(UTF_8));
    headers.put(DETAIL_HEADER, detail.getBytes(UTF_8));
    if (file != null) {
      headers.put(FILE_HEADER, file.getBytes(UTF_8));
    }
    if (line > 0) {
      headers.put(LINE_HEADER, String.valueOf(line).getBytes(UTF_8));
    }
    return headers;
  }

  /**
   * The reject that the headers of a message ask for; empty if they do not.
   *
   * @param header gives the value of the header of a name, null if there is none
   */
  public static <T> Optional<Rejected<T>> in(Function<String, byte[]> header) {
    byte[] reason = header.apply(REASON_HEADER);
    if (reason == null) {
      return Optional.empty();
    }
    String code = new String(reason, UTF_8);
    String file = text(header.apply(FILE_HEADER));
    String line = text(header.apply(LINE_HEADER));
    String place = file + (line.isEmpty() ? "" : ":" + line);
    String detail = text(header.apply(DETAIL_HEADER));
    return Optional.of(
        new Rejected<>(
            CODE.matcher(code).matches() ? code : BAD_LINE,
            place.isEmpty() ? detail : place + ": " + detail,
            Shop.MAIN));
  }

  /** Anybody can write headers, and what they say is shown. */
  private static String text(byte[] value) {
    if (value == null) {
      return "";
    }
    String text = UNPRINTABLE.matcher(new String(value, UTF_8)).replaceAll("?");
    String shown = text.length() > LONGEST_TEXT ? text.substring(0, LONGEST_TEXT) + "…" : text;
    return EmailAddresses.areIn(shown) ? "(left out, since it holds an e-mail address)" : shown;
  }
}
