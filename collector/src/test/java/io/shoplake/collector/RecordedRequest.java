package io.shoplake.collector;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.shoplake.ingest.PublicData;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/**
 * A request as a published client of PostHog has sent it.
 *
 * @param headers names and values in turn, without those that an HTTP client sets itself
 */
public record RecordedRequest(String path, List<String> headers, byte[] body) {

  /** The recordings, which may be absent. */
  public static final Path FILE = PublicData.folder("posthog").resolve("recorded_clients.jsonl");

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Set<String> OF_THE_CLIENT = Set.of("content-length", "host", "connection");
  private static final String KEY = "phc_test_key";

  /** All recorded requests in their order; none where the recordings are absent. */
  public static List<RecordedRequest> all() throws IOException {
    List<RecordedRequest> all = new ArrayList<>();
    if (Files.exists(FILE)) {
      for (String line : Files.readAllLines(FILE)) {
        all.add(of(JSON.readTree(line)));
      }
    }
    return all;
  }

  private static RecordedRequest of(JsonNode recorded) throws IOException {
    List<String> headers = new ArrayList<>();
    recorded
        .get("headers")
        .properties()
        .forEach(
            header -> {
              if (!OF_THE_CLIENT.contains(header.getKey())) {
                headers.add(header.getKey());
                headers.add(header.getValue().asText());
              }
            });
    return new RecordedRequest(
        recorded.get("path").asText(), headers, recorded.get("body").binaryValue());
  }

  /** The events that it carries. */
  JsonNode events() throws IOException {
    return JSON.readTree(text()).get("batch");
  }

  /** The same request for another project, packed if this one is. */
  public RecordedRequest withKey(String key) throws IOException {
    byte[] other = text().replace(KEY, key).getBytes(UTF_8);
    return new RecordedRequest(
        path,
        headers.stream().map(text -> text.replace(KEY, key)).toList(),
        isPacked() ? packed(other) : other);
  }

  private boolean isPacked() {
    return body[0] == 0x1f;
  }

  private String text() throws IOException {
    if (!isPacked()) {
      return new String(body, UTF_8);
    }
    try (InputStream unpacked = new GZIPInputStream(new ByteArrayInputStream(body))) {
      return new String(unpacked.readAllBytes(), UTF_8);
    }
  }

  private static byte[] packed(byte[] body) throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (OutputStream out = new GZIPOutputStream(packed)) {
      out.write(body);
    }
    return packed.toByteArray();
  }
}
