package io.shoplake.local;

import io.shoplake.cli.Cli;
import io.shoplake.local.report.Report;
import io.shoplake.local.verify.Verify;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** What runs behind ./shoplake, and its help. */
@Command(
    name = "shoplake",
    description = "An open real-time analytics lakehouse for online shops.",
    subcommands = {
      Demo.class,
      Up.class,
      Down.class,
      ShowStatus.class,
      Wipe.class,
      Verify.class,
      Report.class
    })
public final class Shoplake implements Runnable {

  @CommandLine.Spec private CommandLine.Model.CommandSpec spec;

  public static void main(String[] arguments) {
    System.exit(commandLine().execute(arguments));
  }

  static CommandLine commandLine() {
    CommandLine line = Cli.commandLine(new Shoplake());
    line.getHelpSectionMap()
        .put(CommandLine.Model.UsageMessageSpec.SECTION_KEY_COMMAND_LIST, help -> commandList());
    return line;
  }

  /** Without a command: the help. */
  @Override
  public void run() {
    spec.commandLine().usage(System.out);
  }

  /** All commands under their headings, also those that other programs run. */
  private static String commandList() {
    Map<Commands.Group, String> groups =
        Commands.ALL.stream()
            .collect(
                Collectors.groupingBy(
                    Commands.Command::group,
                    TreeMap::new,
                    Collectors.mapping(
                        command -> "  %-10s %s%n".formatted(command.name(), command.description()),
                        Collectors.joining())));
    return groups.entrySet().stream()
        .map(group -> "%n%s:%n%s".formatted(group.getKey().title(), group.getValue()))
        .collect(Collectors.joining());
  }
}
