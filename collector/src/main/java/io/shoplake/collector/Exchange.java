package io.shoplake.collector;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.eclipse.jetty.server.Request;

/** What a handler may know of a request besides its body. */
final class Exchange {

  private final Request request;
  private final Map<String, String> parameters;
  private final String address;

  Exchange(Request request, Proxies proxies) {
    this.request = request;
    this.parameters = Parameters.of(request.getHttpURI().getQuery());
    this.address = addressOf(request, proxies);
  }

  String method() {
    return request.getMethod();
  }

  /** The path without a slash at its end, which clients set or not as they like. */
  String path() {
    String path = Request.getPathInContext(request);
    int end = path.length();
    while (end > 1 && path.charAt(end - 1) == '/') {
      end--;
    }
    return path.substring(0, end);
  }

  /** The header {@code name}; empty if there is none. */
  String header(String name) {
    String value = request.getHeaders().get(name);
    return value == null ? "" : value;
  }

  /** Whether an answer may be packed. */
  boolean takesGzip() {
    return request.getHeaders().getQualityCSV("Accept-Encoding").contains("gzip");
  }

  /** The raw value of the parameter {@code name} of the address; empty if there is none. */
  String parameter(String name) {
    return parameters.getOrDefault(name, "");
  }

  /** When its head had come. */
  Instant began() {
    return Instant.ofEpochMilli(Request.getTimeStamp(request));
  }

  /** The client's address. */
  String address() {
    return address;
  }

  /** Whom the limits by address count together: a household has 2^64 addresses of IPv6. */
  String network() {
    if (!address.contains(":")) {
      return address;
    }
    try {
      // Never a name that would be looked up, as it has a colon.
      return HexFormat.of().formatHex(InetAddress.getByName(address).getAddress(), 0, 8);
    } catch (UnknownHostException | IndexOutOfBoundsException e) {
      return address;
    }
  }

  /** The key that the headers or the address carry; empty if they carry none. */
  String key() {
    String authorization = header("Authorization");
    if (authorization.regionMatches(true, 0, "Bearer ", 0, 7)) {
      return authorization.substring(7).strip();
    }
    String key = header("X-Api-Key");
    return key.isEmpty() ? Parameters.decoded(parameter("api_key")) : key;
  }

  /** Whether the visitor's browser asks not to be tracked. */
  boolean isTrackingRefused() {
    return header("DNT").equals("1") || header("Sec-GPC").equals("1");
  }

  private static String addressOf(Request request, Proxies proxies) {
    String peer = Request.getRemoteAddr(request).replaceAll("[\\[\\]]", "");
    List<String> hops = new ArrayList<>();
    for (String line : request.getHeaders().getValuesList("X-Forwarded-For")) {
      hops.addAll(List.of(line.split(",")));
    }
    return proxies.client(peer, hops);
  }
}
