package io.shoplake.ingest.mapping;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/**
 * Ids of rows that depend on nothing but the rows: the same file read again gives the same ids.
 *
 * <p>Equal rows of one file are told apart by their ordinal, so that moving rows around changes
 * nothing.
 */
final class RowIds {

  private static final int ID_BYTES = 16;

  private final MessageDigest digest;
  private final SeenRows seen = new SeenRows();

  RowIds() {
    try {
      this.digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java has SHA-256", e);
    }
  }

  /** How many rows equal to {@code row} came before it in this file; counts this one. */
  int ordinal(String row) {
    return seen.countBefore(ByteBuffer.wrap(hash(row)).getLong());
  }

  /** The id of the {@code ordinal}-th of the rows that equal {@code row}. */
  String id(String row, int ordinal) {
    return HexFormat.of().formatHex(hash(row + '\u001e' + ordinal), 0, ID_BYTES);
  }

  /** The id of several rows together, which must come in an order of their own. */
  String groupId(List<String> rowIds) {
    return HexFormat.of().formatHex(hash(String.join("", rowIds)), 0, ID_BYTES);
  }

  private byte[] hash(String text) {
    return digest.digest(text.getBytes(UTF_8));
  }
}
