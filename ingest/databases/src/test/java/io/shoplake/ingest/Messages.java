package io.shoplake.ingest;

import com.fasterxml.jackson.databind.JsonNode;
import io.shoplake.ingest.extract.RowJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What was written instead of being sent. */
final class Messages {

  private Messages() {}

  static List<JsonNode> in(Path folder, String topic) throws IOException {
    List<JsonNode> messages = new ArrayList<>();
    for (String line : Files.readAllLines(folder.resolve(topic + ".jsonl"))) {
      messages.add(RowJson.JSON.readTree(line));
    }
    return messages;
  }
}
