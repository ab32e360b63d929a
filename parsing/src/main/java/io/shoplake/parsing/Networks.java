package io.shoplake.parsing;

import java.util.regex.Pattern;

/** Shortens network addresses so that they no longer name one connection. */
final class Networks {

  private static final Pattern IPV4 =
      Pattern.compile("(?:::ffff:)?(\\d{1,3})\\.(\\d{1,3})\\.(\\d{1,3})\\.(\\d{1,3})");
  private static final Pattern IPV6_GROUP = Pattern.compile("[0-9a-fA-F]{1,4}");
  private static final int LONGEST = 45;
  private static final int GROUPS = 8;
  private static final int KEPT_GROUPS = 3;

  private Networks() {}

  /** The first 24 bits of an IPv4 address, 48 of an IPv6 one; null if it is neither. */
  static String prefix(String address) {
    if (address == null || address.length() > LONGEST) {
      return null;
    }
    if (address.indexOf('.') >= 0) {
      var parts = IPV4.matcher(address);
      boolean isAddress = parts.matches();
      for (int group = 1; isAddress && group <= 4; group++) {
        isAddress = Integer.parseInt(parts.group(group)) <= 255;
      }
      return isAddress ? parts.group(1) + "." + parts.group(2) + "." + parts.group(3) + ".0" : null;
    }
    return address.indexOf(':') >= 0 ? ipv6Prefix(address) : null;
  }

  private static String ipv6Prefix(String address) {
    int gap = address.indexOf("::");
    if (gap >= 0 && address.indexOf("::", gap + 1) >= 0) {
      return null;
    }
    String[] before = groups(gap < 0 ? address : address.substring(0, gap));
    String[] after = groups(gap < 0 ? "" : address.substring(gap + 2));
    int present = before.length + after.length;
    if (gap < 0 ? present != GROUPS : present >= GROUPS) {
      return null;
    }
    StringBuilder prefix = new StringBuilder();
    for (int i = 0; i < GROUPS; i++) {
      int fromEnd = i - (GROUPS - after.length);
      String group = i < before.length ? before[i] : fromEnd >= 0 ? after[fromEnd] : "0";
      if (!IPV6_GROUP.matcher(group).matches()) {
        return null;
      }
      if (i < KEPT_GROUPS) {
        prefix.append(Integer.toHexString(Integer.parseInt(group, 16))).append(':');
      }
    }
    return prefix.append(':').toString();
  }

  private static String[] groups(String text) {
    return text.isEmpty() ? new String[0] : text.split(":", -1);
  }
}
