package io.shoplake.ingest;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JsonLinesTest {

  @TempDir private Path folder;

  @Test
  void linesEndWithLfOrCrlfOrTheFile() throws IOException {
    assertThat(lines("a\nb\r\nc", 10)).containsExactly("1 a", "2 b", "3 c");
    assertThat(lines("a\n", 10)).containsExactly("1 a");
    assertThat(lines("", 10)).isEmpty();
  }

  @Test
  void emptyLinesAreCountedSoThatNumbersAreThoseOfTheFile() throws IOException {
    assertThat(lines("\n\r\na\n\nb\n", 10)).containsExactly("3 a", "5 b");
  }

  @Test
  void aCarriageReturnInsideALineStays() throws IOException {
    assertThat(lines("a\rb\n", 10)).containsExactly("1 a\rb");
  }

  @Test
  void aLineOfExactlyTheLimitIsReadAndALongerOneIsOnlyCounted() throws IOException {
    assertThat(lines("12345\n123456\n12345\r\n1\n", 5))
        .containsExactly("1 12345", "2 too long", "3 12345", "4 1");
  }

  @Test
  void linesLongerThanTheBufferAreWhole() throws IOException {
    String line = "x".repeat(300_000);
    assertThat(lines(line + "\n" + line + "y", 400_000))
        .containsExactly("1 " + line, "2 " + line + "y");
  }

  private List<String> lines(String text, int limit) throws IOException {
    Path file = Files.writeString(folder.resolve("lines"), text, ISO_8859_1);
    List<String> found = new ArrayList<>();
    try (JsonLines lines = JsonLines.of(file, limit)) {
      while (lines.next()) {
        if (lines.isTooLong()) {
          found.add(lines.number() + " too long");
        } else if (!lines.isEmpty()) {
          found.add(lines.number() + " " + new String(lines.bytes(), ISO_8859_1));
        }
      }
    }
    return found;
  }
}
