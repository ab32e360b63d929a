package io.shoplake.ingest.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shoplake.ingest.template.BadRowException;
import java.io.IOException;
import java.io.InputStream;

/** A format of files that hold rows. */
interface RowFormat {

  /** Takes the rows of a file in their order. */
  interface Rows {

    /** The row in {@code text}, which gives its values to {@link RowFormat#values}. */
    void row(String text, Lines lines);

    /**
     * What stands there is no row, because of {@code why}.
     *
     * @param group of the mapping's column of that name, null where that cannot be told
     */
    void bad(Lines lines, BadRowException why, JsonNode group);
  }

  /**
   * Reads one file from its beginning to its end.
   *
   * @param file its name, for messages
   */
  void read(String file, InputStream bytes, Rows rows) throws IOException;

  /** The values of the row in {@code text} by column; a column that is empty holds null. */
  ObjectNode values(String text) throws BadRowException;

  /** The value in {@code text} of the column that the mapping groups by; null if unreadable. */
  JsonNode group(String text);

  /** Whether {@code raw} may hold a secret that the mapping does not read. */
  boolean mayHoldSecret(byte[] raw);

  /** The lines by whose numbers the places of rows are known. */
  default InputStream lines(InputStream bytes) throws IOException {
    return bytes;
  }

  /** What {@code file} is called before the number of a place in it. */
  default String place(String file) {
    return file;
  }

  /** Whether a CR alone ends a line, too. */
  boolean isLineEnd(char character);
}
