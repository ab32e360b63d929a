package io.shoplake.lake;

import io.delta.storage.S3SingleDriverLogStore;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.util.Iterator;
import java.util.List;
import java.util.UUID;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Options.CreateFileOptionKeys;
import org.apache.hadoop.fs.Path;

/**
 * Writes the files of Delta's log to S3 so that of several writers exactly one wins.
 *
 * <p>Delta's own store for S3 is safe within one JVM only. This one lets the object store decide,
 * by a conditional put; a write id in the object's metadata tells a lost answer from a lost race.
 */
public final class ConditionalLogStore extends S3SingleDriverLogStore {

  private static final String WRITE_ID = "shoplake-write-id";

  public ConditionalLogStore(Configuration configuration) {
    super(configuration);
  }

  @Override
  public void write(
      Path path, Iterator<String> actions, Boolean overwrite, Configuration configuration)
      throws IOException {
    if (overwrite) {
      super.write(path, actions, true, configuration);
      return;
    }
    FileSystem files = path.getFileSystem(configuration);
    Path target = resolvePathOnPhysicalStorage(path, configuration);
    String id = UUID.randomUUID().toString();
    try {
      upload(conditional(files, target, id), actions);
    } catch (IOException failure) {
      String winner = winner(files, target);
      if (winner == null) {
        throw failure;
      }
      if (!winner.equals(id)) {
        FileAlreadyExistsException lost = new FileAlreadyExistsException(target.toString());
        lost.initCause(failure);
        throw lost;
      }
    }
  }

  /** Uploads all or nothing: to close a stream is to upload what has been written so far. */
  private static void upload(FSDataOutputStream out, Iterator<String> actions) throws IOException {
    boolean isWhole = false;
    try {
      while (actions.hasNext()) {
        out.write((actions.next() + "\n").getBytes(StandardCharsets.UTF_8));
      }
      isWhole = true;
    } finally {
      if (!isWhole) {
        out.abort();
      }
    }
    out.close();
  }

  private static FSDataOutputStream conditional(FileSystem files, Path target, String id)
      throws IOException {
    // The condition decides; overwrite(true) only spares S3A a look-up of its own. The cast is
    // needed because the builder's type is lost on the way.
    return (FSDataOutputStream)
        files
            .createFile(target)
            .overwrite(true)
            .recursive()
            .must(CreateFileOptionKeys.FS_OPTION_CREATE_CONDITIONAL_OVERWRITE, true)
            .opt("fs.s3a.create.header." + WRITE_ID, id)
            .build();
  }

  /** The write id of the object, "" if it carries none, null if there is no object. */
  private static String winner(FileSystem files, Path target) throws IOException {
    if (!files.exists(target)) {
      return null;
    }
    byte[] id = files.getXAttrs(target).get("header." + WRITE_ID);
    return id == null ? "" : new String(id, StandardCharsets.UTF_8);
  }

  /**
   * Whether the object store below {@code folder} refuses a second conditional write of one key.
   *
   * @throws IOException if the store cannot be reached or does not know conditional writes
   */
  static boolean isHonoured(Path folder, Configuration configuration) throws IOException {
    Path probe = new Path(folder, "_probe/" + UUID.randomUUID());
    ConditionalLogStore store = new ConditionalLogStore(configuration);
    try {
      store.write(probe, List.of("first").iterator(), false, configuration);
      store.write(probe, List.of("second").iterator(), false, configuration);
      return false;
    } catch (FileAlreadyExistsException refused) {
      return true;
    } finally {
      probe.getFileSystem(configuration).delete(probe, false);
    }
  }
}
