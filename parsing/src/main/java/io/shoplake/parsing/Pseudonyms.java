package io.shoplake.parsing;

import io.shoplake.cli.ExitCode;
import io.shoplake.cli.Secrets;
import io.shoplake.cli.UserMistake;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Replaces what names a person, and ids that hold e-mail addresses; thread-safe.
 *
 * <p>A pseudonym begins with the id of its key. Another key gives other pseudonyms under another
 * id, so nothing may join on them.
 */
public final class Pseudonyms implements Serializable {

  /** What a pseudonym looks like, as a regular expression. */
  public static final String FORMAT = "[a-z0-9]{1,16}:[0-9a-f]{32}";

  private static final long serialVersionUID = 1L;
  private static final String SETTING = "SHOPLAKE_PSEUDONYM_KEY";
  private static final String ALGORITHM = "HmacSHA256";
  private static final String ID_SETTING = "SHOPLAKE_PSEUDONYM_KEY_ID";
  private static final String DEFAULT_ID = "p1";
  private static final int KEPT_BYTES = 16;
  private static final int SHORTEST_KEY = 16;

  /** For development only; SHOPLAKE_PRODUCTION=true refuses it. */
  private static final String DEVELOPMENT_KEY = "shoplake-development-pseudonym-key";

  private final byte[] key;
  private final String keyId;

  private Pseudonyms(String key, String keyId) {
    this.key = key.getBytes(StandardCharsets.UTF_8);
    this.keyId = keyId;
  }

  /** With the key for development. */
  public static Pseudonyms forDevelopment() {
    return new Pseudonyms(DEVELOPMENT_KEY, DEFAULT_ID);
  }

  /**
   * With the key in SHOPLAKE_PSEUDONYM_KEY, or in the file that SHOPLAKE_PSEUDONYM_KEY_FILE names,
   * and the key id in SHOPLAKE_PSEUDONYM_KEY_ID.
   *
   * @throws UserMistake if the file cannot be read, the key is too short, its id is none, or the
   *     installation is a productive one without a key of its own
   */
  public static Pseudonyms of(Map<String, String> environment) {
    String key = Secrets.of(environment, SETTING);
    if (key.isEmpty() || key.equals(DEVELOPMENT_KEY)) {
      if ("true".equalsIgnoreCase(environment.get("SHOPLAKE_PRODUCTION"))) {
        throw new UserMistake(
            ExitCode.CONFIGURATION,
            "With SHOPLAKE_PRODUCTION=true pseudonyms need a key of your own; set "
                + SETTING
                + " or "
                + SETTING
                + "_FILE to a secret of at least 16 characters.");
      }
      return forDevelopment();
    }
    if (key.length() < SHORTEST_KEY) {
      throw new UserMistake(
          ExitCode.CONFIGURATION,
          "The key in "
              + SETTING
              + " is shorter than 16 characters and could be guessed; choose a longer one.");
    }
    return new Pseudonyms(key, keyId(environment));
  }

  /**
   * Like {@link #of(Map)}, but with a key that was set: for what is stored already, and must not
   * get pseudonyms of the public key for development because a variable was forgotten.
   *
   * @throws UserMistake also if no key is set
   */
  public static Pseudonyms ofOwnKey(Map<String, String> environment) {
    if (Secrets.of(environment, SETTING).isEmpty()) {
      throw new UserMistake(
          ExitCode.CONFIGURATION,
          "No key is set to derive pseudonyms anew with; set %1$s or %1$s_FILE, and %2$s, as for the streams."
              .formatted(SETTING, ID_SETTING));
    }
    return of(environment);
  }

  /** The id of the key, which begins each pseudonym. */
  public String keyId() {
    return keyId;
  }

  private static String keyId(Map<String, String> environment) {
    String id = environment.getOrDefault(ID_SETTING, DEFAULT_ID);
    if (!id.matches("[a-z0-9]{1,16}")) {
      throw new UserMistake(
          ExitCode.CONFIGURATION,
          "'%s' in %s is no key id; use up to 16 small letters and digits, such as p2."
              .formatted(id, ID_SETTING));
    }
    return id;
  }

  /**
   * {@code id}, or the pseudonym of all of it if it is or holds an e-mail address; null for null.
   */
  public String id(String id) {
    return id != null && EmailAddresses.isOrHolds(id) ? of(id) : id;
  }

  /**
   * The id of the key, a colon and 32 hexadecimal digits that stand for {@code text}; null for null
   * and for a text without any character to see.
   */
  public String of(String text) {
    if (text == null || text.isBlank()) {
      return null;
    }
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(new SecretKeySpec(key, ALGORITHM));
      byte[] digest = mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
      return keyId + ":" + HexFormat.of().formatHex(digest, 0, KEPT_BYTES);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Every Java runtime has " + ALGORITHM, e);
    }
  }
}
