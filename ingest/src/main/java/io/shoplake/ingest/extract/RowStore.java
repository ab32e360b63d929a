package io.shoplake.ingest.extract;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shoplake.cli.ExitCode;
import io.shoplake.cli.UserMistake;
import io.shoplake.ingest.extract.MessageRule.Lookup;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.h2.mvstore.DataUtils;
import org.h2.mvstore.MVMap;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.MVStoreException;

/**
 * The latest rows of one source, how far it was read, and what was made of the rows; in a file, or
 * in memory only. What was changed since the last {@link #commit} is gone after a crash, all of it.
 */
public final class RowStore implements AutoCloseable {

  /** Sorts before everything that stands in a key. */
  private static final char SEPARATOR = '\0';

  /** To be raised when rows are looked up by something else than before. */
  private static final String LOOKUP_VERSION = " 2";

  private static final int CACHE_MEGABYTES = 64;
  private static final int MOST_TIDYING_MILLIS = 200;

  /**
   * What is known of a row.
   *
   * @param row its values, null once it is gone
   * @param position where that stood in a log, null if in none
   * @param at since when, null if that is not known
   */
  record Known(ObjectNode row, Position position, Instant at) {}

  private final MVStore store;
  private final SourceTables tables;
  private final Path fresh;

  /**
   * With a store.
   *
   * @param fresh its file if that was made for it, else null
   */
  private RowStore(MVStore store, SourceTables tables, Path fresh) {
    this.store = store;
    this.tables = tables;
    this.fresh = fresh;
  }

  /** One that begins with nothing and is forgotten. */
  public static RowStore inMemory(SourceTables tables) {
    return new RowStore(new MVStore.Builder().autoCommitDisabled().open(), tables, null);
  }

  /** Whether any store of {@code tables} is in {@code folder}. */
  public static boolean isAny(Path folder, SourceTables tables) throws IOException {
    if (!Files.isDirectory(folder)) {
      return false;
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files.anyMatch(file -> file.getFileName().toString().startsWith(name(tables) + "-"));
    }
  }

  /**
   * One that begins with what {@link #open} would give, and is forgotten.
   *
   * @throws UserMistake if another process works with it, or it cannot be read
   */
  public static RowStore copy(Path folder, String identity, SourceTables tables) {
    RowStore copy = inMemory(tables);
    Path file = file(folder, identity, tables);
    if (Files.exists(file)) {
      try (MVStore kept = new MVStore.Builder().fileName(file.toString()).readOnly().open()) {
        for (String name : kept.getMapNames()) {
          copy.store.<String, Object>openMap(name).putAll(kept.<String, Object>openMap(name));
        }
      } catch (MVStoreException e) {
        throw unusable(folder, file, e);
      }
    }
    return copy;
  }

  /**
   * The store in {@code folder} of the extraction that {@code identity} tells from all others.
   *
   * @throws UserMistake if another process works with it, or it cannot be read
   */
  public static RowStore open(Path folder, String identity, SourceTables tables) {
    Path file = file(folder, identity, tables);
    try {
      Files.createDirectories(folder);
      boolean isFresh = !Files.exists(file);
      makePrivate(file);
      MVStore store =
          new MVStore.Builder()
              .fileName(file.toString())
              .autoCommitDisabled()
              .autoCommitBufferSize(0)
              .cacheSize(CACHE_MEGABYTES)
              .compress()
              .open();
      return new RowStore(store, tables, isFresh ? file : null);
    } catch (IOException e) {
      throw new UserMistake(
          ExitCode.CONFIGURATION,
          "The state cannot be kept in '%s' (%s); name a folder that can be written with --state."
              .formatted(folder, e.getMessage()),
          e);
    } catch (MVStoreException e) {
      throw unusable(folder, file, e);
    }
  }

  private static String name(SourceTables tables) {
    return tables.source().replaceAll("[^\\p{Alnum}_-]", "_");
  }

  private static Path file(Path folder, String identity, SourceTables tables) {
    String digest = RowJson.hash(RowJson.object().put("identity", identity));
    return folder.resolve("%s-%s.rows".formatted(name(tables), digest));
  }

  private static UserMistake unusable(Path folder, Path file, MVStoreException e) {
    return e.getErrorCode() == DataUtils.ERROR_FILE_LOCKED
        ? new UserMistake(
            ExitCode.LEASE,
            "Another extraction of the same source is at work with '%s'; wait for its end or give another folder with --state."
                .formatted(folder),
            e)
        : new UserMistake(
            ExitCode.CONFIGURATION,
            "The state '%s' cannot be understood; delete it to extract everything again."
                .formatted(file),
            e);
  }

  /** Rows may hold what is nobody else's business. */
  private static void makePrivate(Path file) throws IOException {
    if (!Files.exists(file)
        && FileSystems.getDefault().supportedFileAttributeViews().contains("posix")) {
      Files.createFile(
          file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    }
  }

  /** How far something named {@code what} was read. */
  public Optional<String> progress(String what) {
    return Optional.ofNullable(progress().get(what));
  }

  public void setProgress(String what, String value) {
    progress().put(what, value);
  }

  /**
   * To be called before rows of {@code table} are taken over.
   *
   * @param columns that tell them apart; empty if their content does
   * @throws UserMistake if others did before, so that each row would be there twice
   */
  public void requireKey(SourceTable table, List<String> columns) {
    String name = "key " + table.name();
    String key = String.join(", ", columns);
    Optional<String> last = progress(name);
    if (last.isEmpty()) {
      setProgress(name, key);
    } else if (!last.get().equals(key)) {
      throw new UserMistake(
          ExitCode.CONFIGURATION,
          "The rows of '%s' are told apart by '%s', but its key was '%s'; delete the state%s to extract everything again."
              .formatted(table.name(), key, last.get(), file()));
    }
  }

  private String file() {
    return store.getFileStore() == null || store.getFileStore().getFileName() == null
        ? ""
        : " '" + store.getFileStore().getFileName() + "'";
  }

  private MVMap<String, String> progress() {
    return store.openMap("progress");
  }

  /** The keys of all rows of {@code table} that are there. */
  public Iterator<String> keys(SourceTable table) {
    return rows(table.name()).keyIterator(null);
  }

  /** What is known of a row, if anything is. */
  Optional<Known> known(String table, String key) {
    byte[] bytes = rows(table).get(key);
    if (bytes == null) {
      return Optional.empty();
    }
    JsonNode all = RowJson.read(bytes);
    List<Long> place = new ArrayList<>();
    all.path("place").forEach(number -> place.add(number.longValue()));
    Position position = all.has("log") ? new Position(all.get("log").asText(), place) : null;
    Instant at = all.has("at") ? Instant.parse(all.get("at").asText()) : null;
    return Optional.of(
        new Known(all.get("row") instanceof ObjectNode row ? row : null, position, at));
  }

  /** The row with {@code key}, null if there is none. */
  public ObjectNode row(String table, String key) {
    return known(table, key).map(Known::row).orElse(null);
  }

  /** Takes a change over, with everything by which its row is looked up. */
  void put(RowChange change) {
    String table = change.table().name();
    ObjectNode before = row(table, change.key());
    ObjectNode after = change.kind() == RowChange.Kind.PRESENT ? change.row() : null;
    for (Lookup lookup : tables.lookups(table)) {
      MVMap<String, String> index = store.openMap(lookup.name());
      if (before != null) {
        values(lookup.columns(), before).ifPresent(values -> index.remove(values + change.key()));
      }
      if (after != null) {
        values(lookup.columns(), after).ifPresent(values -> index.put(values + change.key(), ""));
      }
    }
    if (after == null && change.position() == null) {
      rows(table).remove(change.key());
      return;
    }
    ObjectNode all = RowJson.object();
    all.set("row", after);
    if (change.position() != null) {
      all.put("at", change.at().toString());
      all.put("log", change.position().log());
      ArrayNode place = all.putArray("place");
      change.position().place().forEach(place::add);
    }
    rows(table).put(change.key(), RowJson.bytes(all));
  }

  /** The keys of the rows whose {@code columns} hold what {@code others} of {@code row} hold. */
  List<String> find(Lookup lookup, List<String> others, JsonNode row) {
    List<String> keys = new ArrayList<>();
    values(others, row).ifPresent(wanted -> addKeys(lookup, wanted, keys));
    return keys;
  }

  private void addKeys(Lookup lookup, String wanted, List<String> keys) {
    Iterator<String> entries = store.<String, String>openMap(lookup.name()).keyIterator(wanted);
    while (entries.hasNext()) {
      String entry = entries.next();
      if (!entry.startsWith(wanted)) {
        break;
      }
      keys.add(entry.substring(wanted.length()));
    }
  }

  /** What {@code row} is looked up by; nothing if a part of it is missing, which equals nothing. */
  private static Optional<String> values(List<String> columns, JsonNode row) {
    if (!columns.stream().allMatch(row::hasNonNull)) {
      return Optional.empty();
    }
    StringBuilder values = new StringBuilder();
    columns.forEach(column -> values.append(SourceTable.textOf(row.get(column))).append(SEPARATOR));
    return Optional.of(values.append(SEPARATOR).toString());
  }

  /** The keys of which something remains to be said, or checked, by {@code rule}. */
  MVMap<String, String> pending(MessageRule rule) {
    return store.openMap("pending " + rule.kind());
  }

  Optional<Said> said(MessageRule rule, String key) {
    byte[] bytes = said(rule).get(key);
    if (bytes == null) {
      return Optional.empty();
    }
    JsonNode all = RowJson.read(bytes);
    Set<String> changes = new TreeSet<>();
    all.get("changes").forEach(change -> changes.add(change.asText()));
    return Optional.of(
        new Said(
            all.get("hash").asText(),
            all.get("change").asText(),
            changes,
            all.get("id").asText(),
            all.has("at") ? Instant.parse(all.get("at").asText()) : null,
            all.get("acknowledged").asBoolean()));
  }

  void setSaid(MessageRule rule, String key, Said said) {
    ObjectNode all = RowJson.object().put("hash", said.hash()).put("id", said.id());
    all.put("change", said.change());
    said.changes().forEach(all.putArray("changes")::add);
    if (said.at() != null) {
      all.put("at", said.at().toString());
    }
    said(rule).put(key, RowJson.bytes(all.put("acknowledged", said.isAcknowledged())));
  }

  private MVMap<String, byte[]> said(MessageRule rule) {
    return store.openMap("said " + rule.kind());
  }

  private MVMap<String, byte[]> rows(String table) {
    return store.openMap("rows " + table);
  }

  /**
   * Looks at everything again that a rule which is new or was changed may say otherwise, and finds
   * rows by what rules now look up.
   */
  void adapt() {
    for (MessageRule rule : tables.rules()) {
      String name = "rule " + rule.kind();
      String fingerprint = rule.fingerprint() + LOOKUP_VERSION;
      if (progress(name).filter(fingerprint::equals).isEmpty()) {
        rows(rule.table()).keyIterator(null).forEachRemaining(key -> pending(rule).put(key, ""));
        for (Lookup lookup : rule.lookups()) {
          index(lookup);
        }
        setProgress(name, fingerprint);
      }
    }
    commit();
  }

  private void index(Lookup lookup) {
    MVMap<String, String> index = store.openMap(lookup.name());
    index.clear();
    for (Map.Entry<String, byte[]> entry : rows(lookup.table()).entrySet()) {
      JsonNode row = RowJson.read(entry.getValue()).get("row");
      if (row.isObject()) {
        values(lookup.columns(), row).ifPresent(values -> index.put(values + entry.getKey(), ""));
      }
    }
  }

  /** Makes what was changed last. */
  public void commit() {
    store.commit();
    store.sync();
  }

  /** Forgets what was changed since the last {@link #commit}, and lets others work with it. */
  @Override
  public void close() {
    try {
      // An extraction that failed before it had anything leaves nothing.
      if (fresh != null && holdsNothing()) {
        Files.deleteIfExists(fresh);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      store.closeImmediately();
    }
  }

  private boolean holdsNothing() {
    store.rollback();
    return progress().keySet().stream().allMatch(what -> what.startsWith("rule "))
        && store.getMapNames().stream()
            .filter(name -> name.startsWith("rows ") || name.startsWith("said "))
            .allMatch(name -> store.openMap(name).isEmpty());
  }

  /** Gives back the room of what was replaced, for a moment; all must be committed. */
  public void tidy() {
    store.compactFile(MOST_TIDYING_MILLIS);
  }
}
