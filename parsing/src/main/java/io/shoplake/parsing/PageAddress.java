package io.shoplake.parsing;

/** Addresses of pages, whose parts often carry what no table may hold in clear. */
final class PageAddress {

  private PageAddress() {}

  /**
   * Whether {@code text}, which may be anything, reads like an address with parameters or a host.
   *
   * <p>Addresses have no white space. Where there is some, it is one only if it begins as a path or
   * names a host, and nobody is named beside it who would stay when the e-mail address is cut.
   */
  static boolean isOne(String text) {
    boolean isWithHost = text.contains("://");
    if (!isWithHost && text.indexOf('?') < 0 && text.indexOf('#') < 0) {
      return false;
    }
    return text.chars().noneMatch(Character::isWhitespace)
        || ((isWithHost || text.startsWith("/")) && !EmailAddresses.areIn(text));
  }

  /**
   * {@code url} with the values of personal parameters cut, and every part that holds an e-mail
   * address; null for null. What follows a # may have parameters like what follows a question mark.
   */
  static String withoutPersonalData(String url) {
    if (url == null) {
      return null;
    }
    int question = url.indexOf('?');
    int hash = url.indexOf('#');
    if (question < 0 && hash < 0 && !EmailAddresses.areIn(url)) {
      return url;
    }
    int end = hash < 0 ? url.length() : hash;
    boolean hasQuery = question >= 0 && question < end;
    StringBuilder kept = new StringBuilder(url.length());
    keepPath(url.substring(0, hasQuery ? question : end), kept);
    if (hasQuery) {
      kept.append('?');
      keepParameters(url, question + 1, end, kept);
    }
    if (hash >= 0) {
      kept.append('#');
      keepParameters(url, hash + 1, url.length(), kept);
    }
    return kept.toString();
  }

  private static void keepPath(String path, StringBuilder kept) {
    if (!EmailAddresses.areIn(path)) {
      kept.append(path);
      return;
    }
    int host = path.indexOf("//") + 2;
    int start = 0;
    while (start <= path.length()) {
      int slash = path.indexOf('/', start);
      int stop = slash < 0 ? path.length() : slash;
      String part = path.substring(start, stop);
      // The login before a host reads like an address; without it the host can stay.
      String safe = host > 1 && start == host ? part.substring(part.lastIndexOf('@') + 1) : part;
      kept.append(EmailAddresses.areIn(safe) ? "" : safe);
      if (slash >= 0) {
        kept.append('/');
      }
      start = stop + 1;
    }
  }

  private static void keepParameters(String url, int from, int end, StringBuilder kept) {
    int start = from;
    while (start <= end) {
      int next = url.indexOf('&', start);
      int stop = next < 0 || next > end ? end : next;
      int equals = url.indexOf('=', start);
      boolean hasValue = equals >= 0 && equals < stop;
      String name = url.substring(start, hasValue ? equals : stop);
      if (!EmailAddresses.isOrHolds(name)) {
        boolean isCut = hasValue && isPersonal(name, url.substring(equals + 1, stop));
        kept.append(url, start, isCut ? equals + 1 : stop);
      }
      if (stop < end) {
        kept.append('&');
      }
      start = stop + 1;
    }
  }

  private static boolean isPersonal(String name, String value) {
    // In a fragment a path may come before the parameters: #/stop?phone=1
    String last = name.substring(name.lastIndexOf('?') + 1);
    return PersonalKeys.isDenied(last) || EmailAddresses.isOrHolds(value);
  }
}
