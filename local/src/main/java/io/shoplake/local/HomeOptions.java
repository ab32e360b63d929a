package io.shoplake.local;

import java.nio.file.Path;
import picocli.CommandLine.Option;

/** Which home a command works on. */
public final class HomeOptions {

  @Option(
      names = "--home",
      paramLabel = "DIR",
      description =
          "Folder of the services: data, logs, endpoints (SHOPLAKE_HOME; default: .shoplake beside"
              + " the launcher).")
  private Path folder;

  /** The checkout that the launcher stands in. */
  public Installation installation() {
    return Installation.of(System.getenv());
  }

  /** The home that was named, else the default one. */
  public Home home() {
    return folder == null ? Home.of(System.getenv(), installation()) : new Home(folder);
  }
}
