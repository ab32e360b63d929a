package io.shoplake.parsing;

/** Addresses of pages, whose parts often carry what no table may hold in clear. */
final class PageAddress {

  private PageAddress() {}

  /**
   * {@code url} with the values of personal parameters cut, and every part that holds an e-mail
   * address; null for null.
   */
  static String withoutPersonalData(String url) {
    int query = url == null ? -1 : url.indexOf('?');
    if (url == null || (query < 0 && !EmailAddresses.areIn(url))) {
      return url;
    }
    int hash = url.indexOf('#', Math.max(query, 0));
    int end = hash < 0 ? url.length() : hash;
    int pathEnd = query < 0 ? end : Math.min(query, end);
    StringBuilder kept = new StringBuilder(url.length());
    keepPath(url.substring(0, pathEnd), kept);
    if (query >= 0) {
      kept.append('?');
      keepParameters(url, query + 1, end, kept);
    }
    String fragment = url.substring(end);
    return kept.append(EmailAddresses.areIn(fragment) ? "#" : fragment).toString();
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
    return PersonalKeys.isDenied(name) || EmailAddresses.isOrHolds(value);
  }
}
