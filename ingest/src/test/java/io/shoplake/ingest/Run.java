package io.shoplake.ingest;

import io.shoplake.cli.Cli;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import picocli.CommandLine;

/** A command that was run, and what it said. */
record Run(int exitCode, String out, String err) {

  /** Runs {@code command} as the command line does. */
  static Run of(Object command, String... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    CommandLine line = Cli.commandLine(command);
    line.setOut(new PrintWriter(out, true));
    line.setErr(new PrintWriter(err, true));
    int exitCode = line.execute(arguments);
    return new Run(exitCode, out.toString(), err.toString());
  }

  /** The default of each option of {@code command}, but of those that the environment decides. */
  static Map<String, String> defaults(Object command) {
    Map<String, String> defaults = new TreeMap<>();
    Cli.commandLine(command)
        .getCommandSpec()
        .options()
        .forEach(
            option -> {
              if (option.defaultValue() != null) {
                defaults.put(option.longestName(), option.defaultValue());
              }
            });
    defaults.keySet().removeAll(Set.of("--brokers", "--kafka-config"));
    return defaults;
  }
}
