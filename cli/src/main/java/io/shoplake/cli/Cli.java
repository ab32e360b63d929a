package io.shoplake.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;

/** Runs a command line the way every Shoplake command runs. */
public final class Cli {

  private Cli() {}

  /**
   * Runs {@code command} and gives its exit code.
   *
   * <p>A {@link UserMistake} is printed as one sentence; any other exception with its stack trace.
   */
  public static int run(Object command, String... arguments) {
    return commandLine(command).execute(arguments);
  }

  /** The command line of {@code command} with the common help sections and error handling. */
  public static CommandLine commandLine(Object command) {
    CommandLine line = new CommandLine(command);
    line.setCaseInsensitiveEnumValuesAllowed(true);
    line.setUsageHelpAutoWidth(true);
    line.setUsageHelpLongOptionsMaxWidth(34);
    line.setExecutionExceptionHandler(onError());
    describe(line);
    return line;
  }

  private static void describe(CommandLine line) {
    Map<String, String> exitCodes = new LinkedHashMap<>();
    for (ExitCode exitCode : ExitCode.values()) {
      exitCodes.put(String.valueOf(exitCode.number()), exitCode.meaning());
    }
    line.getCommandSpec().mixinStandardHelpOptions(true);
    line.getCommandSpec().usageMessage().showDefaultValues(true);
    line.getCommandSpec().usageMessage().exitCodeListHeading("%nExit codes:%n");
    line.getCommandSpec().usageMessage().exitCodeList(exitCodes);
    line.getCommandSpec().usageMessage().abbreviateSynopsis(true);
    line.getCommandSpec().version("shoplake " + version());
    line.getSubcommands().values().forEach(Cli::describe);
  }

  private static String version() {
    String version = Cli.class.getPackage().getImplementationVersion();
    return version == null ? "development" : version;
  }

  private static IExecutionExceptionHandler onError() {
    return (exception, line, parsed) -> {
      if (exception instanceof UserMistake mistake) {
        line.getErr().println(line.getColorScheme().errorText(mistake.getMessage()));
        return mistake.exitCode().number();
      }
      exception.printStackTrace(line.getErr());
      return ExitCode.UNEXPECTED.number();
    };
  }
}
