package io.shoplake.local;

import io.shoplake.cli.ExitCode;
import io.shoplake.cli.Terminal;
import io.shoplake.cli.UserMistake;
import java.io.File;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Works out the process of every command that runs in a JVM of its own. */
public final class Launch {

  /** What Spark needs of a JVM since Java 17; the same list that its own launcher adds. */
  static final List<String> SPARK_FLAGS =
      List.of(
          "-XX:+IgnoreUnrecognizedVMOptions",
          "--add-opens=java.base/java.lang=ALL-UNNAMED",
          "--add-opens=java.base/java.lang.invoke=ALL-UNNAMED",
          "--add-opens=java.base/java.lang.reflect=ALL-UNNAMED",
          "--add-opens=java.base/java.io=ALL-UNNAMED",
          "--add-opens=java.base/java.net=ALL-UNNAMED",
          "--add-opens=java.base/java.nio=ALL-UNNAMED",
          "--add-opens=java.base/java.util=ALL-UNNAMED",
          "--add-opens=java.base/java.util.concurrent=ALL-UNNAMED",
          "--add-opens=java.base/java.util.concurrent.atomic=ALL-UNNAMED",
          "--add-opens=java.base/jdk.internal.ref=ALL-UNNAMED",
          "--add-opens=java.base/sun.nio.ch=ALL-UNNAMED",
          "--add-opens=java.base/sun.nio.cs=ALL-UNNAMED",
          "--add-opens=java.base/sun.security.action=ALL-UNNAMED",
          "--add-opens=java.base/sun.util.calendar=ALL-UNNAMED",
          "--add-opens=java.security.jgss/sun.security.krb5=ALL-UNNAMED",
          "-Dio.netty.tryReflectionSetAccessible=true",
          "-Dio.netty.allocator.type=pooled",
          "--sun-misc-unsafe-memory-access=allow",
          "--enable-native-access=ALL-UNNAMED");

  /** For what ends soon: the full compiler costs more than it saves. */
  private static final List<String> SHORT = List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1");

  /** Room from the start: a heap that grows collects itself fully at each step. */
  private static final List<String> ROOMY = List.of("-Xms1g", "-Xmn400m", "-XX:MetaspaceSize=256m");

  /** Writing the source of a projection for every task costs more than few rows gain by it. */
  private static final List<String> FEW_ROWS =
      List.of("--conf", "spark.sql.codegen.factoryMode=NO_CODEGEN");

  /** Half of what the smallest job needs: less is the archive of a run that failed early. */
  private static final long SPARK_ARCHIVE_BYTES = 80L << 20;

  private final Installation installation;
  private final Map<String, String> environment;

  Launch(Installation installation, Map<String, String> environment) {
    this.installation = installation;
    this.environment = environment;
  }

  /**
   * Prints the process for the launcher: environment entries, an empty record, then the words; each
   * ends with a NUL.
   */
  public static void main(String[] arguments) {
    Map<String, String> environment = System.getenv();
    try {
      Invocation invocation =
          new Launch(Installation.of(environment), environment).invocation(List.of(arguments));
      PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
      invocation.environment().forEach((name, value) -> out.print(name + "=" + value + "\0"));
      out.print("\0");
      invocation.words().forEach(word -> out.print(word + "\0"));
    } catch (UserMistake e) {
      System.err.println(e.getMessage());
      System.exit(e.exitCode().number());
    }
  }

  /** The process that runs the command whose words are {@code arguments}. */
  Invocation invocation(List<String> arguments) {
    List<String> words = new ArrayList<>(arguments);
    Home home = takeHome(words).map(Home::new).orElse(Home.of(environment, installation));
    String name = words.isEmpty() ? "" : words.get(0);
    Program program =
        Commands.named(name)
            .orElseThrow(() -> new UserMistake(ExitCode.USAGE, unknown(name)))
            .program();
    home.prepare();
    Map<String, String> additions = environmentOf(home);
    return switch (program) {
      case HERE -> plain(program, additions, concat(words, List.of("--home", home.folder() + "")));
      case LOCAL, INGEST -> plain(program, additions, words);
      case COLLECT, BENCH -> plain(program, additions, words.subList(1, words.size()));
      case PRINT -> plain(program, additions, printouts());
      case STREAMING, BATCH -> spark(program, home, additions, words);
      case REFRESH -> spark(program, home, additions, words.subList(1, words.size()));
    };
  }

  private Invocation plain(Program program, Map<String, String> additions, List<String> arguments) {
    List<Path> classPath = installation.classPath(program.module());
    List<String> words = new ArrayList<>(List.of(installation.java().toString()));
    words.add("-Xmx1g");
    if (!isEndless(program, arguments)) {
      words.addAll(SHORT);
      words.addAll(archive(List.of(program.module()), classPath, 0, arguments));
    }
    SparkHome logs = new SparkHome(installation);
    logs.prepare();
    words.add("-Dlog4j2.configurationFile=" + logs.logSettings(onTerminal()).toUri());
    words.addAll(List.of("-cp", joined(classPath), program.mainClass()));
    words.addAll(arguments);
    return new Invocation(additions, words);
  }

  private Invocation spark(
      Program program, Home home, Map<String, String> additions, List<String> arguments) {
    SparkHome sparkHome = new SparkHome(installation);
    sparkHome.prepare();
    additions.put("SPARK_HOME", sparkHome.folder().toString());
    additions.put("SPARK_SCALA_VERSION", "2.13");
    additions.putIfAbsent(
        "SPARK_LOCAL_IP", environment.getOrDefault("SPARK_LOCAL_IP", "127.0.0.1"));

    List<String> words = new ArrayList<>(List.of(installation.java().toString()));
    words.addAll(SPARK_FLAGS);
    words.add("-Xmx2g");
    // Spark compiles classes of its own; once the cache is full, nothing is compiled any more.
    words.add("-XX:ReservedCodeCacheSize=256m");
    boolean isShort = !isEndless(program, arguments);
    if (isShort) {
      words.addAll(SHORT);
      words.addAll(ROOMY);
      words.addAll(archive(archives(program), sparkHome.jars(), SPARK_ARCHIVE_BYTES, arguments));
    }
    words.add("-Djava.io.tmpdir=" + home.temporary());
    words.add("-Dlog4j2.configurationFile=" + sparkHome.logSettings(onTerminal()).toUri());
    words.addAll(
        List.of(
            "-cp",
            joined(sparkHome.jars()),
            "org.apache.spark.deploy.SparkSubmit",
            "--master",
            environment.getOrDefault("SHOPLAKE_MASTER", "local[2]")));
    if (isShort) {
      words.addAll(FEW_ROWS);
    }
    words.addAll(
        List.of("--class", program.mainClass(), installation.jar(program.module()).toString()));
    words.addAll(arguments);
    return new Invocation(additions, words);
  }

  /** {@code refresh} loads what all others load, so they use its archive where there is one. */
  private static List<String> archives(Program program) {
    return program == Program.REFRESH
        ? List.of("spark-refresh")
        : List.of("spark-refresh", "spark-" + program.module());
  }

  /** The flags for the class archive; a help text alone would make a poor one. */
  private List<String> archive(
      List<String> names, List<Path> classPath, long leastBytes, List<String> arguments) {
    ClassArchive archive = new ClassArchive(installation);
    return isHelp(arguments)
        ? archive.reading(names, classPath, leastBytes)
        : archive.readingOrWriting(names, classPath, leastBytes);
  }

  private static boolean isHelp(List<String> arguments) {
    return arguments.stream().anyMatch(List.of("--help", "-h", "--version", "-V")::contains);
  }

  /**
   * A stream, like the collector, runs until it is stopped, unless asked for what is there now; a
   * benchmark is compiled as fully as what it measures.
   */
  static boolean isEndless(Program program, List<String> arguments) {
    if (isHelp(arguments)) {
      return false;
    }
    boolean watches = program == Program.INGEST && arguments.get(0).equals("tail");
    boolean repeats = arguments.stream().anyMatch(word -> word.split("=")[0].equals("--every"));
    boolean stops = arguments.stream().anyMatch(word -> word.endsWith("available-now"));
    boolean follows = program == Program.STREAMING || arguments.contains("debezium");
    boolean isLong = program == Program.COLLECT || program == Program.BENCH;
    return watches || repeats || isLong || (follows && !stops);
  }

  private Map<String, String> environmentOf(Home home) {
    Map<String, String> additions = new LinkedHashMap<>();
    EnvironmentFile.read(home.servicesFile())
        .forEach(
            (name, value) -> {
              if (!environment.containsKey(name) && !environment.containsKey(name + "_FILE")) {
                additions.put(name, value);
              }
            });
    additions.put(Home.VARIABLE, home.folder().toString());
    additions.put(Installation.ROOT, installation.root().toString());
    return additions;
  }

  private boolean onTerminal() {
    return "true".equals(environment.get(Terminal.VARIABLE));
  }

  /** Where the printouts of the catalogue and the schemas of messages are kept. */
  private List<String> printouts() {
    return Stream.of("lakehouse-layout/generated", "parsing/generated")
        .map(folder -> installation.root().resolve(folder).toString())
        .toList();
  }

  /** Takes {@code --home DIR} out of the words, wherever it stands before {@code --}. */
  private static Optional<Path> takeHome(List<String> words) {
    for (int i = 0; i < words.size() && !words.get(i).equals("--"); i++) {
      String word = words.get(i);
      if (word.startsWith("--home=")) {
        words.remove(i);
        return Optional.of(Path.of(word.substring("--home=".length())));
      }
      if (word.equals("--home")) {
        if (i + 1 == words.size()) {
          throw new UserMistake(ExitCode.USAGE, "--home needs a folder: --home DIR.");
        }
        words.remove(i);
        return Optional.of(Path.of(words.remove(i)));
      }
    }
    return Optional.empty();
  }

  private static String unknown(String name) {
    String near =
        Commands.ALL.stream()
            .map(Commands.Command::name)
            .filter(known -> !name.isEmpty() && known.charAt(0) == name.charAt(0))
            .collect(Collectors.joining(", "));
    return near.isEmpty()
        ? "There is no command '%s'; ./shoplake --help lists them.".formatted(name)
        : "There is no command '%s'; did you mean one of %s? ./shoplake --help lists all."
            .formatted(name, near);
  }

  private static List<String> concat(List<String> words, List<String> more) {
    List<String> all = new ArrayList<>(words);
    all.addAll(more);
    return all;
  }

  private static String joined(List<Path> jars) {
    return jars.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator));
  }
}
