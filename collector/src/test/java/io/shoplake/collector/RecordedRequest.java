package io.shoplake.collector;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.shoplake.ingest.PublicData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

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
  private static final int MOST_BYTES = 1 << 20;

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
  JsonNode events() throws IOException, Refusal {
    return JSON.readTree(Gzip.unpacked(body, MOST_BYTES)).get("batch");
  }

  /** The same request for another project, packed if this one is. */
  public RecordedRequest withKey(String key) throws Exception {
    byte[] other =
        new String(Gzip.unpacked(body, MOST_BYTES), UTF_8).replace(KEY, key).getBytes(UTF_8);
    return new RecordedRequest(
        path,
        headers.stream().map(text -> text.replace(KEY, key)).toList(),
        Gzip.isPacked(body) ? Gzip.packed(other) : other);
  }
}
