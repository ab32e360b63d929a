package io.shoplake.local;

import static java.nio.file.StandardOpenOption.APPEND;
import static java.nio.file.StandardOpenOption.CREATE;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * Runs all tests with Maven and says what passed, what failed, and what was skipped and why.
 *
 * <p>The launcher runs this file as it is, since nothing may be built yet; so it uses nothing but
 * the JDK.
 */
public final class TestGate {

  private static final String HELP =
      """
      Usage: shoplake test [--all] [--quick]
      Builds everything and runs its tests; the last line counts them.

        --all     also the long tests
        --quick   only the tests that need no services

      Exit codes:
        0   All tests passed.
        1   A test failed, or the build did.
        2   The arguments are not understood.
      """;

  private static final Pattern MODULE =
      Pattern.compile("\\[INFO\\] Building (.+) \\S+ +(\\[\\d+/\\d+\\])");
  private static final Pattern TEST_CLASS =
      Pattern.compile("Tests run: (\\d+),.*Time elapsed: ([\\d.,]+) s.*-- in (?:.*\\.)?(\\S+)");
  private static final Pattern LONG_TEST = Pattern.compile("@Tag\\(\"long\"\\)");
  private static final int LAST_LINES = 30;

  /** How a test ended. */
  enum End {
    PASSED,
    FAILED,
    SKIPPED
  }

  /**
   * A test that ran.
   *
   * @param reason why it failed or was skipped; empty if it passed
   */
  record Result(String name, End end, String reason) {}

  private final Path root;
  private final List<String> options;

  private TestGate(Path root, List<String> options) {
    this.root = root;
    this.options = options;
  }

  public static void main(String[] arguments) throws IOException, InterruptedException {
    List<String> options = List.of(arguments).subList(1, arguments.length);
    if (options.contains("--help") || options.contains("-h")) {
      System.out.print(HELP);
      return;
    }
    if (!List.of("--all", "--quick").containsAll(options)) {
      System.err.printf("Unknown option in %s; see ./shoplake test --help%n", options);
      System.exit(2);
    }
    System.exit(new TestGate(Path.of(arguments[0]), options).run());
  }

  private int run() throws IOException, InterruptedException {
    FileTime startedAt = FileTime.from(Instant.now());
    for (Path folder : reportFolders(root)) {
      try (Stream<Path> reports = Files.list(folder)) {
        for (Path report : reports.toList()) {
          Files.deleteIfExists(report);
        }
      }
    }
    Path log = root.resolve(".shoplake/test.log");
    Files.createDirectories(log.getParent());
    Files.deleteIfExists(log);
    System.out.println("Building, since some tests start what other modules make");
    boolean built = maven(List.of("package", "-DskipTests"), log) && maven(tests(), log);
    List<Result> results = results(root);
    report(results);
    int leftOut = options.contains("--all") ? 0 : longTests();
    if (leftOut > 0) {
      System.out.printf("skipped: %d long tests (./shoplake test --all runs them)%n", leftOut);
    }
    if (options.contains("--quick")) {
      System.out.println("skipped: the tests that need services (asked for by --quick)");
    }
    if (!built) {
      System.out.printf("The build failed; its whole log is %s%n", log);
    } else {
      Path stamp = Files.writeString(root.resolve(".shoplake/built"), root + "\n");
      Files.setLastModifiedTime(stamp, startedAt);
    }
    long failed = count(results, End.FAILED);
    System.out.printf(
        "%d passed, %d failed, %d skipped%n",
        count(results, End.PASSED), failed, count(results, End.SKIPPED) + leftOut);
    return built && failed == 0 && !results.isEmpty() ? 0 : 1;
  }

  private List<String> tests() {
    List<String> words = new ArrayList<>(List.of("verify", "-Dmaven.test.failure.ignore=true"));
    if (!options.contains("--all")) {
      words.add("-DexcludedGroups=long");
    }
    if (options.contains("--quick")) {
      words.add("-DskipITs");
    }
    return words;
  }

  /** Whether the build went through; failing tests do not stop it, so that all are run. */
  private boolean maven(List<String> goals, Path log) throws IOException, InterruptedException {
    List<String> words = new ArrayList<>(List.of("mvn", "-B", "-T", "2"));
    words.addAll(goals);
    Process maven;
    try {
      maven =
          new ProcessBuilder(words)
              .directory(root.toFile())
              .redirectErrorStream(true)
              .redirectInput(Path.of("/dev/null").toFile())
              .start();
    } catch (IOException e) {
      System.err.println("Maven is not installed; install the package 'maven' (3.6.3 or later).");
      System.exit(3);
      return false;
    }
    Deque<String> last = new ArrayDeque<>();
    try (BufferedReader lines =
            new BufferedReader(
                new InputStreamReader(maven.getInputStream(), StandardCharsets.UTF_8));
        PrintWriter written = new PrintWriter(Files.newBufferedWriter(log, CREATE, APPEND))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        written.println(line);
        tell(line);
        last.addLast(line);
        if (last.size() > LAST_LINES) {
          last.removeFirst();
        }
      }
    }
    boolean built = maven.waitFor() == 0;
    if (!built) {
      last.stream().filter(line -> line.startsWith("[ERROR]")).forEach(System.out::println);
    }
    return built;
  }

  private static void tell(String line) {
    Matcher module = MODULE.matcher(line);
    Matcher testClass = TEST_CLASS.matcher(line);
    if (module.find()) {
      System.out.printf("%s %s%n", module.group(2), module.group(1));
    } else if (testClass.find()) {
      System.out.printf(
          "  %s: %s tests, %s s%n", testClass.group(3), testClass.group(1), testClass.group(2));
    }
  }

  private static void report(List<Result> results) {
    System.out.println();
    for (Result result : results) {
      switch (result.end()) {
        case FAILED -> System.out.printf("failed: %s: %s%n", result.name(), result.reason());
        case SKIPPED -> System.out.printf("skipped: %s: %s%n", result.name(), result.reason());
        case PASSED -> {}
      }
    }
  }

  private static long count(List<Result> results, End end) {
    return results.stream().filter(result -> result.end() == end).count();
  }

  /** What the reports below {@code root} say of each test. */
  static List<Result> results(Path root) throws IOException {
    List<Result> results = new ArrayList<>();
    for (Path folder : reportFolders(root)) {
      try (Stream<Path> reports = Files.list(folder)) {
        for (Path report : reports.sorted().toList()) {
          if (report.getFileName().toString().matches("TEST-.*\\.xml")) {
            results.addAll(read(report));
          }
        }
      }
    }
    return results;
  }

  private static List<Result> read(Path report) throws IOException {
    XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    List<Result> results = new ArrayList<>();
    try (InputStream in = Files.newInputStream(report)) {
      XMLStreamReader xml = factory.createXMLStreamReader(in);
      while (xml.hasNext()) {
        if (xml.next() != XMLStreamReader.START_ELEMENT) {
          continue;
        }
        String element = xml.getLocalName();
        if (element.equals("testcase")) {
          String testClass = xml.getAttributeValue(null, "classname");
          String name = testClass + "." + xml.getAttributeValue(null, "name");
          results.add(new Result(name, End.PASSED, ""));
        } else if (List.of("failure", "error", "skipped").contains(element)) {
          End end = element.equals("skipped") ? End.SKIPPED : End.FAILED;
          Result started = results.remove(results.size() - 1);
          results.add(new Result(started.name(), end, reason(xml)));
        }
      }
      return results;
    } catch (XMLStreamException e) {
      throw new IOException("cannot read " + report, e);
    }
  }

  /** The first line of what was thrown; a skipped test has it in the text alone. */
  private static String reason(XMLStreamReader xml) throws XMLStreamException {
    String message = xml.getAttributeValue(null, "message");
    String text = message == null || message.isBlank() ? xml.getElementText() : message;
    return text.strip()
        .lines()
        .findFirst()
        .orElse("")
        .replaceFirst("^[\\w.$]+Exception: (Assumption failed: )?", "");
  }

  private static List<Path> reportFolders(Path root) throws IOException {
    try (Stream<Path> folders = Files.find(root, 4, (path, kind) -> isReportFolder(path))) {
      return folders.sorted().toList();
    }
  }

  private static boolean isReportFolder(Path path) {
    String name = path.getFileName().toString();
    return path.getParent() != null
        && path.getParent().endsWith("target")
        && (name.equals("surefire-reports") || name.equals("failsafe-reports"));
  }

  private int longTests() throws IOException {
    int tests = 0;
    try (Stream<Path> sources =
        Files.find(root, 12, (path, kind) -> path.toString().matches(".*/src/test/.*\\.java"))) {
      for (Path source : sources.toList()) {
        tests += (int) LONG_TEST.matcher(Files.readString(source)).results().count();
      }
    }
    return tests;
  }
}
