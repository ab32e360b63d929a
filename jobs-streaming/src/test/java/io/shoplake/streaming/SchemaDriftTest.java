package io.shoplake.streaming;

import static io.shoplake.layout.silver.Events.EVENTS;
import static io.shoplake.layout.silver.Rejects.REJECTS;
import static org.assertj.core.api.Assertions.assertThat;

import io.shoplake.lake.CommitNote.Figures;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A producer changes its events while the stream runs. */
class SchemaDriftTest {

  @TempDir Path folder;

  @Test
  void whatAProducerAddsIsKeptAndWhatItBreaksIsRejectedByNameWithoutARestart() {
    StreamScript script =
        StreamScript.in(folder)
            .bronze(event("1", "'page': {'url': 'https://shop.example/'}"))
            .bronze(
                event("2", "'loyalty_level': {'tier': 'gold', 'points': 1.50}"),
                event("3", "'schema_version': 2"),
                event("4", "'page': 'https://shop.example/'"),
                event("5", "'items': [{'product_id': '17', 'colour': 'red'}]"))
            .bronze(event("6", "'schema_version': 1"));
    script.settings().maxBatchBytes = 1;
    script.events();

    assertThat(script.notes(EVENTS)).as("batches of one run").hasSizeGreaterThan(2);
    assertThat(script.values(EVENTS, "event_id", "properties"))
        .containsExactly(
            "1 null",
            "2 {\"loyalty_level\":{\"tier\":\"gold\",\"points\":1.50}}",
            "5 null",
            "6 null");
    assertThat(script.values(REJECTS, "offset", "reason", "detail"))
        .containsExactly(
            "2 unknown_schema_version schema_version must be 1, the only version there is.",
            "3 bad_type_page page must be an object.");
    assertThat(
            script.notes(EVENTS).stream()
                .flatMap(note -> note.figures().stream())
                .mapToLong(Figures::read)
                .sum())
        .isEqualTo(6);
  }

  private static String event(String id, String field) {
    return """
        {"event_id": "%s", "event_type": "view_item", "event_time": "2026-11-20T10:00:00Z",
         "anonymous_id": "a", %s}"""
        .formatted(id, field.replace('\'', '"'));
  }
}
