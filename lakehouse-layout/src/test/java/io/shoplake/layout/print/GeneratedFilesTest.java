package io.shoplake.layout.print;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class GeneratedFilesTest {

  private static final Path FOLDER = Path.of("generated");

  @TestFactory
  Stream<DynamicTest> everyPrintedFileIsUpToDate() {
    return Printouts.all().entrySet().stream()
        .map(
            file ->
                DynamicTest.dynamicTest(
                    file.getKey(),
                    () ->
                        assertThat(FOLDER.resolve(file.getKey()))
                            .as("stale print; run: ./shoplake print")
                            .exists()
                            .hasContent(file.getValue())));
  }

  @Test
  void nothingElseLiesAmongThePrintedFiles() throws IOException {
    try (Stream<Path> files = Files.list(FOLDER)) {
      Set<String> names =
          files.map(file -> file.getFileName().toString()).collect(Collectors.toSet());
      names.remove("README.md");
      assertThat(names).isEqualTo(Printouts.all().keySet());
    }
  }
}
