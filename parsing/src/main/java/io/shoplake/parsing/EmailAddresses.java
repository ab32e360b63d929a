package io.shoplake.parsing;

/** Finds e-mail addresses in text, as they are or percent-encoded, however many times. */
final class EmailAddresses {

  private static final String NAME_ENDS = "._+-!$'*^`{|}~\"%";

  private EmailAddresses() {}

  /** {@code value}, or null if it holds an address; null for null. */
  static String without(String value) {
    return value == null || isOrHolds(value) ? null : value;
  }

  /** Whether {@code value} has the shape of an address, or holds one. */
  static boolean isOrHolds(String value) {
    return maybe(value) && (isOne(decoded(value)) || areIn(value));
  }

  /** Whether {@code text} has the shape name@host.domain. */
  private static boolean isOne(String text) {
    int at = text.indexOf('@');
    if (at < 1 || at != text.lastIndexOf('@')) {
      return false;
    }
    int point = text.indexOf('.', at);
    return point > at + 1 && !text.endsWith(".") && text.chars().noneMatch(Character::isWhitespace);
  }

  /** Whether somewhere in {@code text} a name, an at sign and a host with a domain follow. */
  static boolean areIn(String text) {
    if (!maybe(text)) {
      return false;
    }
    String plain = decoded(text);
    for (int at = plain.indexOf('@'); at >= 0; at = plain.indexOf('@', at + 1)) {
      if (at > 0 && endsName(plain.charAt(at - 1)) && isHostFrom(plain, at + 1)) {
        return true;
      }
    }
    return false;
  }

  /** An encoded at sign ends with 40 however often it is encoded; most texts have neither. */
  private static boolean maybe(String text) {
    return text.indexOf('@') >= 0 || text.contains("40");
  }

  // A slash or an equals sign may end a name, too, but what follows them is a handle: /@ann.b
  private static boolean endsName(char character) {
    return isOfWord(character) || NAME_ENDS.indexOf(character) >= 0;
  }

  /** A host needs a later label that could be a domain, which 2x.5 and 1.2.3 have not. */
  private static boolean isHostFrom(String text, int start) {
    int at = start;
    while (at < text.length() && isOfHost(text.charAt(at))) {
      boolean beginsLabel = at > start + 1 && text.charAt(at - 1) == '.';
      if (beginsLabel
          && isOfDomain(text.charAt(at))
          && at + 1 < text.length()
          && isOfDomain(text.charAt(at + 1))) {
        return text.charAt(start) != '.';
      }
      at++;
    }
    return false;
  }

  private static boolean isOfHost(char character) {
    return isOfWord(character) || character == '-' || character == '.';
  }

  private static boolean isOfDomain(char character) {
    return isOfWord(character) && !Character.isDigit(character);
  }

  // Decoding leaves bytes, not characters, of names beyond ASCII: all of them may be letters.
  private static boolean isOfWord(char character) {
    return Character.isLetterOrDigit(character)
        || (character >= 0x80 && !Character.isWhitespace(character));
  }

  /** Percent encoding undone byte by byte; what is no encoding stays. */
  private static String decoded(String text) {
    if (text.indexOf('%') < 0) {
      return text;
    }
    StringBuilder plain = new StringBuilder(text.length());
    for (int at = 0; at < text.length(); at++) {
      int digits = at + 1;
      // Of %2540 the percent sign is itself encoded.
      while (text.charAt(at) == '%' && text.startsWith("25", digits)) {
        digits += 2;
      }
      int high = text.charAt(at) == '%' ? digit(text, digits) : -1;
      int low = high < 0 ? -1 : digit(text, digits + 1);
      plain.append(low < 0 ? text.charAt(at) : (char) (high * 16 + low));
      at = low < 0 ? at : digits + 1;
    }
    return plain.toString();
  }

  private static int digit(String text, int at) {
    return at < text.length() ? Character.digit(text.charAt(at), 16) : -1;
  }
}
