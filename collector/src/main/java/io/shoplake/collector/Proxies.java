package io.shoplake.collector;

import io.shoplake.cli.ExitCode;
import io.shoplake.cli.UserMistake;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.jetty.util.InetAddressSet;

/** The proxies before the collector, whose word on whom they got a request from is taken. */
final class Proxies {

  private static final String OCTET = "(25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)";
  private static final String IPV4 = OCTET + "(\\." + OCTET + "){3}";
  private static final String IPV6 = "[0-9a-fA-F]*:[0-9a-fA-F:.]*:[0-9a-fA-F:.]*";

  /** Some proxies name the port too. */
  private static final Pattern HOP =
      Pattern.compile(
          "(?<four>%s)(:\\d+)?|\\[(?<bracketed>%s)](:\\d+)?|(?<six>%s)"
              .formatted(IPV4, IPV6, IPV6));

  /** No names, which would be looked up once and never again. */
  private static final Pattern NETWORK =
      Pattern.compile("(%s|%s)(/\\d{1,3})?".formatted(IPV4, IPV6));

  private final InetAddressSet trusted = new InetAddressSet();

  /** Those at {@code networks}, which are addresses or networks as in 10.0.0.0/8. */
  Proxies(Set<String> networks) {
    networks.stream().map(String::strip).filter(network -> !network.isEmpty()).forEach(this::add);
  }

  private void add(String network) {
    try {
      if (!NETWORK.matcher(network).matches()) {
        throw new IllegalArgumentException(network);
      }
      trusted.add(network);
    } catch (IllegalArgumentException e) {
      throw new UserMistake(
          ExitCode.USAGE,
          "--trusted-proxies takes addresses or networks, such as 127.0.0.1 or 10.0.0.0/8; '%s' is neither."
              .formatted(network),
          e);
    }
  }

  /**
   * Whom a request comes from: the nearest one that is no proxy of ours.
   *
   * @param peer who is connected to the collector
   * @param hops what X-Forwarded-For says; each proxy adds at the end whom it got the request from
   */
  String client(String peer, List<String> hops) {
    String client = peer;
    for (int i = hops.size() - 1; i >= 0 && isTrusted(client); i--) {
      String claimed = address(hops.get(i));
      if (claimed.isEmpty()) {
        return client;
      }
      client = claimed;
    }
    return client;
  }

  /**
   * Whether {@code address}, written in figures so that nothing is looked up, is a proxy of ours.
   */
  private boolean isTrusted(String address) {
    try {
      return !trusted.isEmpty() && trusted.test(InetAddress.getByName(address));
    } catch (UnknownHostException e) {
      return false;
    }
  }

  private static String address(String hop) {
    Matcher matcher = HOP.matcher(hop.strip());
    if (!matcher.matches()) {
      return "";
    }
    for (String group : List.of("four", "bracketed", "six")) {
      if (matcher.group(group) != null) {
        return matcher.group(group);
      }
    }
    return "";
  }
}
