package io.shoplake.batch;

import io.shoplake.lake.CommitNote;
import io.shoplake.lake.Lake;
import io.shoplake.lake.Lake.Noted;
import io.shoplake.layout.Table;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Which versions of its sources a table was last made from; what came after them is new.
 *
 * @param versions by qualified name; empty for a table that was never made
 */
record BuiltFrom(Map<String, Long> versions) {

  /** What the newest commit of {@code table} says of its sources. */
  static BuiltFrom of(Lake lake, Table table) {
    long newest = lake.exists(table) ? lake.version(table) : -1;
    // Backwards in growing steps: the log may be long, and the answer is mostly in the last commit.
    for (long back = 1, after = newest; after >= 0; back *= 4) {
      after = Math.max(newest - back, -1);
      List<Noted> notes = lake.notesSince(table, after);
      for (int i = notes.size() - 1; i >= 0; i--) {
        if (!notes.get(i).note().sources().isEmpty()) {
          return new BuiltFrom(notes.get(i).note().sources());
        }
      }
    }
    return new BuiltFrom(Map.of());
  }

  /** The version of {@code source} that is in the table already, -1 if none. */
  long version(Table source) {
    return versions.getOrDefault(source.qualifiedName(), -1L);
  }

  /** The notes of {@code source} that are not in the table yet, oldest first. */
  List<Noted> newNotes(Lake lake, Table source) {
    return lake.notesSince(source, version(source));
  }

  /** The versions of {@code sources} as they stand now, for the note of the next commit. */
  static Map<String, Long> now(Lake lake, List<Table> sources) {
    Map<String, Long> versions = new TreeMap<>();
    sources.forEach(source -> versions.put(source.qualifiedName(), lake.version(source)));
    return versions;
  }

  /** Commits to {@code table} that nothing changed between these versions of its sources. */
  static void noteUnchanged(Lake lake, Table table, String query, Map<String, Long> versions) {
    CommitNote note = CommitNote.ofBatch(query, lake.version(table), List.of());
    lake.noteOnce(table, note.madeFrom(versions));
  }
}
