package io.shoplake.collector;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/**
 * Packs and unpacks bodies, told by their first bytes: proxies and clients often set the wrong
 * headers.
 */
final class Gzip {

  private Gzip() {}

  static boolean isPacked(byte[] body) {
    return body.length > 2 && body[0] == 0x1F && body[1] == (byte) 0x8B;
  }

  /** {@code body} unpacked if it is packed, and refused as soon as it is more than {@code max}. */
  static byte[] unpacked(byte[] body, int max) throws Refusal {
    if (!isPacked(body)) {
      return body;
    }
    try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(body), 16 * 1024)) {
      byte[] unpacked = in.readNBytes(max + 1);
      if (unpacked.length > max) {
        throw tooLarge(max);
      }
      return unpacked;
    } catch (IOException e) {
      throw new Refusal(400, "not_gzip", "The body begins like gzip but cannot be unpacked.");
    }
  }

  static byte[] packed(byte[] body) {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
      out.write(body);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return packed.toByteArray();
  }

  static Refusal tooLarge(int max) {
    return new Refusal(
        413,
        "too_large",
        "The body is more than %,d bytes, unpacked; send fewer events at a time.".formatted(max));
  }
}
