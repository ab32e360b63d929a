package io.shoplake.ingest.dummyjson;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Hashes that are the same in every run. */
final class Digests {

  private static final int KEPT_BYTES = 16;

  private Digests() {}

  static byte[] sha256(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java has SHA-256", e);
    }
  }

  /** 32 hexadecimal digits. */
  static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(sha256(bytes), 0, KEPT_BYTES);
  }
}
