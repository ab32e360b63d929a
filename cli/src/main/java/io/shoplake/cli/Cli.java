package io.shoplake.cli;

import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.UnmatchedArgumentException;

/** Runs a command line the way every Shoplake command runs. */
public final class Cli {

  private static final Map<String, String> EXIT_CODES = exitCodes();

  private Cli() {}

  /**
   * Runs {@code command} and gives its exit code.
   *
   * <p>A {@link UserMistake} is printed as one sentence; any other exception with its stack trace.
   */
  public static int run(Object command, String... arguments) {
    int exitCode = commandLine(command).execute(arguments);
    Outcome.write(System.getenv(), exitCode);
    return exitCode;
  }

  /** The command line of {@code command} with the common help sections and error handling. */
  public static CommandLine commandLine(Object command) {
    CommandLine line = new CommandLine(command);
    line.setCaseInsensitiveEnumValuesAllowed(true);
    line.setUsageHelpAutoWidth(true);
    line.setUsageHelpLongOptionsMaxWidth(34);
    line.setExecutionExceptionHandler(onError());
    line.setParameterExceptionHandler(onUsageError());
    TimeConverters.register(line);
    describe(line);
    return line;
  }

  private static void describe(CommandLine line) {
    CommandSpec spec = line.getCommandSpec();
    spec.mixinStandardHelpOptions(true);
    spec.version("shoplake " + version());
    spec.usageMessage()
        .showDefaultValues(true)
        .abbreviateSynopsis(true)
        .exitCodeListHeading("%nExit codes:%n")
        .exitCodeList(EXIT_CODES);
    if (spec.usageMessage().optionListHeading().isEmpty()) {
      spec.usageMessage().optionListHeading("%nOptions:%n");
    }
    if (spec.usageMessage().commandListHeading().startsWith("Commands")) {
      spec.usageMessage().commandListHeading("%nCommands:%n");
    }
    line.getSubcommands().values().forEach(Cli::describe);
  }

  private static String version() {
    String version = Cli.class.getPackage().getImplementationVersion();
    return version == null ? "development" : version;
  }

  private static Map<String, String> exitCodes() {
    Map<String, String> exitCodes = new LinkedHashMap<>();
    for (ExitCode exitCode : ExitCode.values()) {
      exitCodes.put(String.valueOf(exitCode.number()), exitCode.meaning());
    }
    return exitCodes;
  }

  private static IExecutionExceptionHandler onError() {
    return (exception, line, parsed) -> {
      if (exception instanceof UserMistake mistake) {
        complain(line.getErr(), mistake.getMessage());
        return mistake.exitCode().number();
      }
      exception.printStackTrace(line.getErr());
      return ExitCode.UNEXPECTED.number();
    };
  }

  private static IParameterExceptionHandler onUsageError() {
    return (exception, arguments) -> {
      CommandLine line = exception.getCommandLine();
      complain(line.getErr(), exception.getMessage());
      UnmatchedArgumentException.printSuggestions(exception, line.getErr());
      line.getErr().println("See " + line.getCommandSpec().qualifiedName() + " --help");
      return ExitCode.USAGE.number();
    };
  }

  private static void complain(PrintWriter err, String message) {
    Ansi ansi = Terminal.ofMessages() ? Ansi.ON : Ansi.OFF;
    err.println(CommandLine.Help.defaultColorScheme(ansi).errorText(message));
  }
}
