package io.shoplake.collector;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.MINUTES;
import static org.junit.jupiter.api.Assumptions.abort;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * PostHog's published clients and a real browser, each led through a shop by a small program in
 * {@code collector/src/test/clients}. What a machine does not have skips the test that asks for it.
 */
public final class Clients {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Path ROOT = root();
  private static final Path PROGRAMS = ROOT.resolve("collector/src/test/clients");
  private static final List<String> CHROMIUMS =
      List.of("chromium", "chromium-browser", "google-chrome-stable", "google-chrome");

  /** An event as a client says it sent it. */
  public record Sent(String uuid, String event, @JsonProperty("distinct_id") String distinctId) {}

  private Clients() {}

  /** A server with posthog-node. */
  public static Visit node(URI host, String key, String mark) {
    return visit(installed("node"), List.of("node", "drive.js"), host, key, mark);
  }

  /** A server with posthog-python, by both protocols that it speaks. */
  public static Visit python(URI host, String key, String mark) {
    return visit(installed("python"), List.of("./bin/python", "drive.py"), host, key, mark);
  }

  /**
   * A browser that opens {@code page} twice and clicks what is in it.
   *
   * @param more {@code do-not-track}, for a visitor who wants that, or nothing
   */
  public static Visit browser(URI host, String key, String mark, Path page, String... more) {
    return browser("drive.js", host, key, mark, page, more);
  }

  /** A browser that opens {@code page} where something is against its snippet. */
  static Visit adversity(URI host, String key, String mark, Path page) {
    return browser("adversity.js", host, key, mark, page);
  }

  private static Visit browser(
      String program, URI host, String key, String mark, Path page, String... more) {
    String chromium =
        CHROMIUMS.stream()
            .flatMap(name -> found(name).stream())
            .findFirst()
            .map(Path::toString)
            .orElseGet(() -> abort("Skipped: Chromium is not installed"));
    List<String> last = new ArrayList<>(List.of(chromium, ROOT.resolve(page).toString()));
    last.addAll(List.of(more));
    return visit(
        installed("browser"),
        List.of("node", program),
        host,
        key,
        mark,
        last.toArray(new String[0]));
  }

  /** A client that is under way. */
  public static final class Visit implements AutoCloseable {

    private final Process process;
    private final Path complaints;

    private Visit(Process process, Path complaints) {
      this.process = process;
      this.complaints = complaints;
    }

    /** What the client sent, once it has seen everything. */
    public List<Sent> sent() {
      List<Sent> sent = new ArrayList<>();
      BufferedReader lines =
          new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8));
      try {
        for (String line = lines.readLine();
            line != null && !line.isEmpty();
            line = lines.readLine()) {
          sent.add(JSON.readValue(line, Sent.class));
        }
        return sent;
      } catch (IOException e) {
        throw new UncheckedIOException(complaints(), e);
      }
    }

    /** Everything that the client, or the console of the browser, complained about. */
    public String complaints() {
      try {
        return Files.readString(complaints);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    /** Lets the client end, as it must without an error. */
    @Override
    public void close() {
      try {
        process.getOutputStream().close();
        if (!process.waitFor(1, MINUTES) || process.exitValue() != 0) {
          throw new AssertionError("The client failed: " + complaints());
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      } finally {
        process.destroyForcibly();
      }
    }
  }

  private static Visit visit(
      Path folder, List<String> program, URI host, String key, String mark, String... more) {
    List<String> words = new ArrayList<>(program);
    words.addAll(List.of(host.toString(), key, mark));
    words.addAll(List.of(more));
    try {
      Path complaints = Files.createTempFile("client-" + mark, ".log");
      complaints.toFile().deleteOnExit();
      Process process =
          new ProcessBuilder(words)
              .directory(folder.toFile())
              .redirectError(complaints.toFile())
              .start();
      return new Visit(process, complaints);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The folder of a client with its locked packages, made when it is asked for first. */
  private static Path installed(String name) {
    boolean isPython = name.equals("python");
    List<String> needed = isPython ? List.of("python3") : List.of("node", "npm");
    needed.forEach(
        program ->
            assumeTrue(
                found(program).isPresent(), "Skipped: %s is not installed".formatted(program)));
    Path program = PROGRAMS.resolve(name);
    Path lock = program.resolve(isPython ? "requirements.txt" : "package-lock.json");
    try {
      Path folder = ROOT.resolve(".shoplake/clients/%s-%s".formatted(name, digest(lock)));
      Files.createDirectories(folder);
      try (FileChannel guard =
          FileChannel.open(
              folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
        guard.lock();
        copy(program, folder);
        if (!Files.exists(folder.resolve("complete"))) {
          install(isPython, folder);
          Files.createFile(folder.resolve("complete"));
        }
      }
      return folder;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void install(boolean isPython, Path folder) throws IOException {
    if (isPython) {
      run(folder, "python3", "-m", "venv", ".");
      run(
          folder,
          "./bin/python",
          "-m",
          "pip",
          "install",
          "--require-hashes",
          "-r",
          "requirements.txt");
    } else {
      run(folder, "npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund");
    }
  }

  private static void run(Path folder, String... words) throws IOException {
    Path log = folder.resolve("install.log");
    Process process =
        new ProcessBuilder(words)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    try {
      boolean isDone = process.waitFor(5, MINUTES) && process.exitValue() == 0;
      assumeTrue(
          isDone, () -> "Skipped: '%s' failed, see %s".formatted(String.join(" ", words), log));
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    } finally {
      process.destroyForcibly();
    }
  }

  private static void copy(Path program, Path folder) throws IOException {
    try (Stream<Path> files = Files.list(program)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Files.copy(file, folder.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
      }
    }
  }

  private static String digest(Path file) throws IOException {
    return HexFormat.of().toHexDigits(new String(Files.readAllBytes(file), UTF_8).hashCode());
  }

  static Optional<Path> found(String program) {
    return Stream.of(System.getenv("PATH").split(java.io.File.pathSeparator))
        .map(folder -> Path.of(folder, program))
        .filter(Files::isExecutable)
        .findFirst();
  }

  private static Path root() {
    Path folder = Path.of("").toAbsolutePath();
    while (!Files.exists(folder.resolve("shoplake"))) {
      folder = folder.getParent();
    }
    return folder;
  }
}
