package io.shoplake.collector;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.shoplake.cli.ExitCode;
import io.shoplake.cli.Secrets;
import io.shoplake.cli.UserMistake;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/** Who may send. */
final class ApiKeys {

  /** Keys with commas or white space between them; or {@code …_FILE} names a file of them. */
  static final String VARIABLE = "SHOPLAKE_COLLECT_API_KEYS";

  private final List<byte[]> digests;

  private ApiKeys(List<byte[]> digests) {
    this.digests = digests;
  }

  /** The keys of {@code environment}; none is a mistake unless the collector is open to all. */
  static ApiKeys of(Map<String, String> environment, boolean isOpen) {
    List<byte[]> digests =
        Arrays.stream(Secrets.of(environment, VARIABLE).split("[\\s,]+"))
            .filter(key -> !key.isEmpty())
            .map(ApiKeys::digest)
            .toList();
    if (isOpen && "true".equals(environment.get("SHOPLAKE_PRODUCTION"))) {
      throw new UserMistake(
          ExitCode.CONFIGURATION,
          "--open takes events from anybody, which SHOPLAKE_PRODUCTION=true forbids; put keys into"
              + " %s_FILE.".formatted(VARIABLE));
    }
    if (digests.isEmpty() && !isOpen) {
      throw new UserMistake(
          ExitCode.CONFIGURATION,
          "No API key is set; put keys into %s or %s_FILE, or say --open to take events without."
              .formatted(VARIABLE, VARIABLE));
    }
    return new ApiKeys(isOpen ? List.of() : digests);
  }

  /** The sender's name for its limits, which does not give the key away. */
  String require(String key) throws Refusal {
    byte[] digest = digest(key);
    // All are compared, in full, so that the time says nothing about them.
    boolean isKnown = digests.isEmpty();
    for (byte[] known : digests) {
      isKnown |= MessageDigest.isEqual(known, digest);
    }
    if (!isKnown) {
      throw new Refusal(
          401,
          "unknown_api_key",
          key.isEmpty()
              ? "An API key is needed: 'Authorization: Bearer KEY'."
              : "The API key is not known here.");
    }
    return digests.isEmpty() ? "" : HexFormat.of().formatHex(digest, 0, 8);
  }

  private static byte[] digest(String key) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(key.getBytes(UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
