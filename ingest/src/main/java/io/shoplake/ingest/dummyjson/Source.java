package io.shoplake.ingest.dummyjson;

/** Where the objects come from: the API or a recording of it. */
public interface Source {

  /**
   * At most {@code limit} objects of {@code resource} after the first {@code skip}.
   *
   * @throws MalformedPageException if what is there cannot be read; other pages may be readable
   * @throws io.shoplake.cli.UserMistake if nothing is there, or nobody answers
   */
  Page page(Resource resource, int skip, int limit) throws MalformedPageException;
}
