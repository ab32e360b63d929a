package io.shoplake.collector;

import java.util.Set;
import java.util.regex.Pattern;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;

/** Which pages may send, as their browsers ask before they let them. */
final class Cors {

  static final String ANY = "*";

  private static final Pattern PRINTABLE = Pattern.compile("[\\x21-\\x7e]{1,2000}");
  private static final Pattern HEADER_NAMES = Pattern.compile("[A-Za-z0-9_,\\- ]{1,4000}");

  private final Set<String> origins;

  Cors(Set<String> origins) {
    this.origins = origins;
  }

  /** Refuses a request from a page that may not send; a request without origin is no page's. */
  void require(Request request) throws Refusal {
    String origin = request.getHeaders().get("Origin");
    if (origin != null && !isAllowed(origin)) {
      throw new Refusal(403, "origin_not_allowed", "Pages of this origin may not send here.");
    }
  }

  /** Lets the page read the answer, whatever it is. */
  void permit(Request request, Response response) {
    HttpFields asked = request.getHeaders();
    String origin = asked.get("Origin");
    HttpFields.Mutable headers = response.getHeaders();
    // Else a cache would give a page the answer that it keeps for another, or for none.
    headers.put("Vary", "Origin");
    if (origin == null || !isAllowed(origin)) {
      return;
    }
    headers.put("Access-Control-Allow-Origin", origin);
    // Beacons always come with credentials; there are none that would open anything here.
    headers.put("Access-Control-Allow-Credentials", "true");
    headers.put("Access-Control-Expose-Headers", "Retry-After");
    if (request.getMethod().equals("OPTIONS")) {
      headers.put("Access-Control-Allow-Methods", "GET, POST, OPTIONS");
      headers.put("Access-Control-Max-Age", "3600");
      String names = asked.get("Access-Control-Request-Headers");
      if (names != null && HEADER_NAMES.matcher(names).matches()) {
        headers.put("Access-Control-Allow-Headers", names);
      }
    }
  }

  private boolean isAllowed(String origin) {
    return PRINTABLE.matcher(origin).matches()
        && (origins.contains(ANY) || origins.contains(origin));
  }
}
