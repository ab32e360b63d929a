package io.shoplake.ingest.dummyjson;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shoplake.cli.ExitCode;
import io.shoplake.cli.UserMistake;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * What of one source has reached one destination, in a file that is replaced as a whole, or in
 * memory only.
 */
public final class PullState implements AutoCloseable {

  /**
   * What was last sent of an object.
   *
   * @param hash of its content
   * @param revision how many contents of it were sent, from 1
   * @param noticedAt when it was seen to have changed; null for the first content
   * @param isAcknowledged false if it may or may not have arrived
   */
  record Sent(String hash, int revision, Instant noticedAt, boolean isAcknowledged) {

    Sent acknowledged() {
      return new Sent(hash, revision, noticedAt, true);
    }
  }

  /** How far a pull of everything came with one resource. */
  static final class Position {
    int next;
    int total = -1;
    boolean isDone;
    final Set<String> ids = new LinkedHashSet<>();
  }

  private static final String PREFIX = "dummyjson-";

  private final Path file;
  private final FileChannel lock;
  private final Map<Resource, Map<String, Sent>> sent = new EnumMap<>(Resource.class);
  private final Map<Resource, Position> positions = new EnumMap<>(Resource.class);

  private PullState(Path file, FileChannel lock) {
    this.file = file;
    this.lock = lock;
    for (Resource resource : Resource.values()) {
      sent.put(resource, new LinkedHashMap<>());
    }
  }

  /** One that begins with nothing and is forgotten. */
  public static PullState inMemory() {
    return new PullState(null, null);
  }

  /**
   * One that begins with what {@link #open} would give, and is forgotten.
   *
   * @throws UserMistake if it cannot be read
   */
  public static PullState copy(Path folder, String identity) {
    PullState state = inMemory();
    Path file = folder.resolve(name(identity) + ".json");
    state.readFrom(file, folder);
    return state;
  }

  /** Whether {@code folder} holds the state of any pull. */
  public static boolean isAny(Path folder) {
    String[] names = folder.toFile().list((in, name) -> name.startsWith(PREFIX));
    return names != null && names.length > 0;
  }

  private static String name(String identity) {
    return PREFIX + Digests.hex(identity.getBytes(UTF_8));
  }

  /**
   * The state in {@code folder} of the pull that {@code identity} tells from all others.
   *
   * @throws UserMistake if another process works with it, or it cannot be read
   */
  public static PullState open(Path folder, String identity) {
    String name = name(identity);
    Path file = folder.resolve(name + ".json");
    PullState state;
    try {
      Files.createDirectories(folder);
      state = new PullState(file, locked(folder.resolve(name + ".lock"), folder));
    } catch (IOException e) {
      throw unusable(folder, e);
    }
    try {
      state.readFrom(file, folder);
      return state;
    } catch (UserMistake e) {
      state.close();
      throw e;
    }
  }

  private void readFrom(Path file, Path folder) {
    try {
      if (Files.exists(file)) {
        read(Pages.JSON.readTree(Files.readAllBytes(file)));
      }
    } catch (JsonProcessingException | IllegalArgumentException e) {
      throw new UserMistake(
          ExitCode.CONFIGURATION,
          "The state '%s' cannot be understood; delete it to pull everything again."
              .formatted(file),
          e);
    } catch (IOException e) {
      throw unusable(folder, e);
    }
  }

  private static FileChannel locked(Path file, Path folder) throws IOException {
    FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    FileLock lock = null;
    try {
      lock = channel.tryLock();
    } catch (OverlappingFileLockException e) {
      // The same as a lock of another process, to whoever asks.
      lock = null;
    }
    if (lock == null) {
      channel.close();
      throw new UserMistake(
          ExitCode.LEASE,
          "Another pull from the same source is at work with '%s'; wait for its end or give another folder with --state."
              .formatted(folder));
    }
    return channel;
  }

  /** What is known of the objects of {@code resource}, by id; changed by whoever sends. */
  Map<String, Sent> sent(Resource resource) {
    return sent.get(resource);
  }

  /** Whether a pull of everything was begun and not ended. */
  public boolean isUnfinished() {
    return !positions.isEmpty();
  }

  /** Where the pull of everything stands with {@code resource}. */
  Position position(Resource resource) {
    return positions.computeIfAbsent(resource, fresh -> new Position());
  }

  /** The pull of everything has ended; the next one begins anew. */
  void finish() {
    positions.clear();
    save();
  }

  /** Makes the state outlive the process. */
  void save() {
    if (file == null) {
      return;
    }
    Path fresh = file.resolveSibling(file.getFileName() + ".partial");
    try {
      try (FileChannel channel =
          FileChannel.open(
              fresh,
              StandardOpenOption.CREATE,
              StandardOpenOption.TRUNCATE_EXISTING,
              StandardOpenOption.WRITE)) {
        ByteBuffer bytes = ByteBuffer.wrap(Pages.JSON.writeValueAsBytes(write()));
        while (bytes.hasRemaining()) {
          channel.write(bytes);
        }
        // A renamed file without content is what a power failure would leave otherwise.
        channel.force(true);
      }
      Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw unusable(file.getParent(), e);
    }
  }

  private static UserMistake unusable(Path folder, IOException e) {
    return new UserMistake(
        ExitCode.CONFIGURATION,
        "The state folder '%s' cannot be used (%s); name another with --state."
            .formatted(folder, e.getClass().getSimpleName() + ": " + e.getMessage()),
        e);
  }

  private ObjectNode write() {
    ObjectNode all = Pages.JSON.createObjectNode();
    ObjectNode objects = all.putObject("sent");
    sent.forEach(
        (resource, ofResource) -> {
          ObjectNode byId = objects.putObject(resource.path());
          ofResource.forEach((id, last) -> write(last, byId.putObject(id)));
        });
    ObjectNode unfinished = all.putObject("unfinished");
    positions.forEach(
        (resource, position) -> {
          ObjectNode one = unfinished.putObject(resource.path());
          one.put("next", position.next).put("total", position.total).put("done", position.isDone);
          ArrayNode ids = one.putArray("ids");
          position.ids.forEach(ids::add);
        });
    return all;
  }

  private static void write(Sent last, ObjectNode target) {
    target.put("hash", last.hash()).put("revision", last.revision());
    if (last.noticedAt() != null) {
      target.put("noticed_at", last.noticedAt().toString());
    }
    if (!last.isAcknowledged()) {
      target.put("under_way", true);
    }
  }

  private void read(JsonNode all) {
    for (Resource resource : Resource.values()) {
      require(all.path("sent").path(resource.path()).isObject());
      all.path("sent")
          .path(resource.path())
          .properties()
          .forEach(member -> sent.get(resource).put(member.getKey(), sent(member.getValue())));
      JsonNode unfinished = all.path("unfinished").path(resource.path());
      if (unfinished.isObject()) {
        Position position = position(resource);
        position.next = unfinished.path("next").asInt();
        position.total = unfinished.path("total").asInt(-1);
        position.isDone = unfinished.path("done").asBoolean();
        unfinished.path("ids").forEach(id -> position.ids.add(id.asText()));
      }
    }
  }

  private static Sent sent(JsonNode last) {
    require(last.path("hash").isTextual() && last.path("revision").isInt());
    try {
      return new Sent(
          last.path("hash").asText(),
          last.path("revision").asInt(),
          last.has("noticed_at") ? Instant.parse(last.path("noticed_at").asText()) : null,
          !last.path("under_way").asBoolean());
    } catch (DateTimeParseException e) {
      throw new IllegalArgumentException(e);
    }
  }

  private static void require(boolean holds) {
    if (!holds) {
      throw new IllegalArgumentException("Not a state of a pull");
    }
  }

  /** Lets another process work with it. */
  @Override
  public void close() {
    try {
      if (lock != null) {
        lock.close();
      }
    } catch (IOException e) {
      throw unusable(file.getParent(), e);
    }
  }
}
