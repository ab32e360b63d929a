package io.shoplake.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the documentation shows on a console is what the commands print. */
class DocumentedExamplesTest {

  private static final Pattern BLOCK =
      Pattern.compile("^```(\\w+)(?: (\\S+))?\\n(.*?)^```$", Pattern.MULTILINE | Pattern.DOTALL);

  /** Options whose files are not there before. */
  private static final Set<String> OUTPUT = Set.of("--to", "--truth");

  @TempDir private Path folder;

  /** Blocks with a file name are files; in console blocks an answer may be its beginning only. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "sources/files.md",
        "sources/dummyjson.md",
        "sources/simulator.md",
        "producers.md"
      })
  void theExamplesOfThePageWork(String page) throws IOException {
    Matcher block = BLOCK.matcher(Files.readString(Path.of("../docs", page)));
    int commands = 0;
    while (block.find()) {
      if (block.group(2) != null) {
        Files.writeString(folder.resolve(block.group(2)), block.group(3));
      } else if (block.group(1).equals("console")) {
        for (String example : block.group(3).split("(?m)^\\$ ")) {
          if (!example.isEmpty()) {
            String[] lines = (example.strip() + "\n").split("\n", 2);
            assertThat(answer(lines[0])).as(lines[0]).startsWith(lines[1].strip());
            commands++;
          }
        }
      }
    }
    assertThat(commands).isPositive();
  }

  private String answer(String command) throws IOException {
    List<String> words = new ArrayList<>(Arrays.asList(command.split(" ")));
    String program = words.remove(0);
    if (program.equals("cat")) {
      return Files.readString(folder.resolve(words.get(0)));
    }
    if (program.equals("ls")) {
      return files(words.get(0));
    }
    assertThat(program).isEqualTo("./shoplake");
    for (int i = 1; i < words.size(); i++) {
      words.set(i, path(words.get(i - 1), words.get(i)));
    }
    Run run = Run.of(new Ingest(), words.toArray(new String[0]));
    return (run.err() + run.out()).replace(folder + "/", "");
  }

  private String files(String name) throws IOException {
    try (Stream<Path> files = Files.list(folder.resolve(name))) {
      return files
          .map(file -> file.getFileName().toString())
          .sorted()
          .collect(Collectors.joining("  "));
    }
  }

  /** A word of a command, as seen from the folder in which the tests run. */
  private String path(String option, String word) {
    if (OUTPUT.contains(option) || Files.exists(folder.resolve(word))) {
      return folder.resolve(word).toString();
    }
    Path inRepository = Path.of("..").resolve(word);
    return word.contains("/") && Files.exists(inRepository) ? inRepository.toString() : word;
  }
}
