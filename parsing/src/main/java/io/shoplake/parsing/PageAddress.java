package io.shoplake.parsing;

import java.util.Locale;

/** Addresses of pages, whose parameters often carry what no table may hold in clear. */
final class PageAddress {

  private PageAddress() {}

  /** {@code url} with the values of personal parameters cut; null for null. */
  static String withoutPersonalData(String url) {
    int query = url == null ? -1 : url.indexOf('?');
    if (query < 0) {
      return url;
    }
    int fragment = url.indexOf('#', query);
    int end = fragment < 0 ? url.length() : fragment;
    StringBuilder kept = new StringBuilder(url.length()).append(url, 0, query + 1);
    int start = query + 1;
    while (start <= end) {
      int next = url.indexOf('&', start);
      int stop = next < 0 || next > end ? end : next;
      int equals = url.indexOf('=', start);
      boolean hasValue = equals >= 0 && equals < stop;
      boolean isCut = hasValue && isPersonal(url, start, equals, stop);
      kept.append(url, start, isCut ? equals + 1 : stop);
      if (stop < end) {
        kept.append('&');
      }
      start = stop + 1;
    }
    return kept.append(url, end, url.length()).toString();
  }

  private static boolean isPersonal(String url, int start, int equals, int stop) {
    String value = url.substring(equals + 1, stop).toLowerCase(Locale.ROOT).replace("%40", "@");
    return PersonalKeys.isDenied(url.substring(start, equals)) || Pseudonyms.looksLikeEmail(value);
  }
}
