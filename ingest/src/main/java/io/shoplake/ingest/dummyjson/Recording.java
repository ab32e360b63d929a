package io.shoplake.ingest.dummyjson;

import io.shoplake.cli.ExitCode;
import io.shoplake.cli.UserMistake;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;

/** Answers that were kept as files, one per resource: {@code users.json} and so on. */
public final class Recording implements Source {

  private final Path folder;
  private final Map<Resource, Page> whole = new EnumMap<>(Resource.class);

  /**
   * The recording in {@code folder}.
   *
   * @throws UserMistake if it is no folder
   */
  public Recording(Path folder) {
    if (!Files.isDirectory(folder)) {
      throw new UserMistake(
          ExitCode.CONFIGURATION,
          "There is no folder '%s'; name one that holds users.json, products.json, carts.json and posts.json."
              .formatted(folder));
    }
    this.folder = folder;
  }

  @Override
  public Page page(Resource resource, int skip, int limit) throws MalformedPageException {
    // A later pass must see what was changed since.
    if (skip == 0 || !whole.containsKey(resource)) {
      whole.put(resource, read(resource));
    }
    Page all = whole.get(resource);
    int from = Math.min(skip, all.objects().size());
    int to = (int) Math.min((long) from + limit, all.objects().size());
    return new Page(all.objects().subList(from, to), all.objects().size());
  }

  private Page read(Resource resource) throws MalformedPageException {
    Path file = folder.resolve(resource.path() + ".json");
    try {
      return Pages.read(resource, Files.readAllBytes(file));
    } catch (IOException e) {
      throw new UserMistake(
          ExitCode.CONFIGURATION,
          "The recording '%s' cannot be read; name a folder that holds users.json, products.json, carts.json and posts.json."
              .formatted(file),
          e);
    }
  }
}
