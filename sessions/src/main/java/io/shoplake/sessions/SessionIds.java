package io.shoplake.sessions;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;

/** Names sessions. */
final class SessionIds {

  private static final int BYTES = 16;

  /**
   * The id of the session that this event begins: the first 128 bits of a SHA-256 over the three
   * ids as UTF-8, each after its length in bytes (4 bytes, big-endian), as 32 hex digits.
   */
  static String of(String shopId, String visitorId, String firstEventId) {
    MessageDigest digest = sha256();
    update(digest, shopId);
    update(digest, visitorId);
    update(digest, firstEventId);
    return HexFormat.of().formatHex(Arrays.copyOf(digest.digest(), BYTES));
  }

  private static void update(MessageDigest digest, String id) {
    byte[] bytes = id.getBytes(UTF_8);
    digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).array());
    digest.update(bytes);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256.", e);
    }
  }

  private SessionIds() {}
}
