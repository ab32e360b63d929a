package io.shoplake.parsing;

import io.shoplake.layout.print.Printouts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** Prints the schemas of messages, after what is printed from the catalogue. */
public final class PrintSchemas {

  private PrintSchemas() {}

  /** Writes into two folders: that of the catalogue's printouts, and that of the schemas. */
  public static void main(String[] arguments) throws IOException {
    Printouts.main(new String[] {arguments[0]});
    Path folder = Path.of(arguments[1]);
    Files.createDirectories(folder);
    for (Map.Entry<String, String> file : MessageSchemas.files().entrySet()) {
      Files.writeString(folder.resolve(file.getKey()), file.getValue());
    }
  }
}
