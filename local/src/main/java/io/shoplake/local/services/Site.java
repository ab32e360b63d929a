package io.shoplake.local.services;

import io.shoplake.local.ClassArchive;
import io.shoplake.local.EnvironmentFile;
import io.shoplake.local.Home;
import io.shoplake.local.Installation;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Where services are started, and what is kept of them between two starts. */
final class Site {

  private static final String LETTERS = "abcdefghijkmnopqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789";
  private static final int SECRET_LENGTH = 24;

  private final Installation installation;
  private final Home home;
  private final Map<String, String> kept;

  Site(Installation installation, Home home) {
    this.installation = installation;
    this.home = home;
    this.kept = new HashMap<>(EnvironmentFile.read(home.keptFile()));
  }

  Installation installation() {
    return installation;
  }

  Home home() {
    return home;
  }

  /** The secret of that name; a new one the first time. */
  synchronized String secret(String name) {
    return kept.computeIfAbsent(name, absent -> randomText());
  }

  /** Whether there is a secret of that name already. */
  synchronized boolean knows(String name) {
    return kept.containsKey(name);
  }

  /** The port that the service had when it last ran, or 0. */
  synchronized int lastPort(String service) {
    return Integer.parseInt(kept.getOrDefault(portKey(service), "0"));
  }

  synchronized void rememberPort(String service, int port) {
    kept.put(portKey(service), String.valueOf(port));
  }

  /** Writes secrets and ports down, for the next start. */
  synchronized void keep() {
    EnvironmentFile.write(home.keptFile(), kept);
  }

  /** A small JVM that starts fast. */
  List<String> java(String program, List<Path> classPath, String mainClass) {
    List<String> words =
        new ArrayList<>(
            List.of(
                installation.java().toString(),
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-XX:+ExitOnOutOfMemoryError",
                "-Djava.io.tmpdir=" + home.temporary()));
    words.addAll(new ClassArchive(installation).readingOrWriting(List.of(program), classPath, 0));
    words.add("-cp");
    words.add(String.join(":", classPath.stream().map(Path::toString).toList()));
    words.add(mainClass);
    return words;
  }

  private static String portKey(String service) {
    return service.toUpperCase(java.util.Locale.ROOT) + "_PORT";
  }

  private static String randomText() {
    SecureRandom random = new SecureRandom();
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < SECRET_LENGTH; i++) {
      text.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
    }
    return text.toString();
  }
}
