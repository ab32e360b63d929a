package io.shoplake.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class CommandsTest {

  private static final Path LAUNCHER = Path.of("..", "shoplake");

  @Test
  void theHelpListsEveryCommandOnce() {
    String help = help();

    for (Commands.Command command : Commands.ALL) {
      assertThat(help.lines().filter(line -> line.startsWith("  " + command.name() + " ")))
          .as(command.name())
          .hasSize(1);
    }
    assertThat(help)
        .contains("Try it:", "Services:", "Ways in:", "Streaming:", "Batch:", "Proof and eyes:")
        .contains("Exit codes:");
  }

  @Test
  void everyLineOfTheHelpFitsATerminal() {
    assertThat(help().lines()).allMatch(line -> line.length() <= 80);
  }

  @Test
  void everyCommandOfThisModuleIsThere() {
    assertThat(Shoplake.commandLine().getSubcommands().keySet())
        .containsExactlyInAnyOrderElementsOf(
            Commands.ALL.stream()
                .filter(
                    command ->
                        command.program() == Program.HERE || command.program() == Program.LOCAL)
                .map(Commands.Command::name)
                .filter(name -> !name.equals("test"))
                .toList());
  }

  @Test
  void theLauncherKnowsWhichCommandsItRunsItself() throws IOException {
    Matcher line =
        Pattern.compile("\n  ([a-z |]+) \\| -\\* \\| \"\"\\)").matcher(Files.readString(LAUNCHER));

    assertThat(line.find()).isTrue();
    assertThat(line.group(1).split(" \\| "))
        .containsExactlyInAnyOrderElementsOf(
            Commands.ALL.stream()
                .filter(command -> command.program() == Program.HERE)
                .map(Commands.Command::name)
                .filter(name -> !name.equals("test"))
                .collect(Collectors.toList()));
  }

  @Test
  void everyCommandExplainsItself() {
    for (CommandLine command : Shoplake.commandLine().getSubcommands().values()) {
      String help = command.getUsageMessage(CommandLine.Help.Ansi.OFF);
      assertThat(help).as(command.getCommandName()).contains("Options:", "--help", "Exit codes:");
      assertThat(command.getCommandSpec().usageMessage().description()).isNotEmpty();
    }
  }

  @Test
  void noOptionOfTheServicesHasADefaultThatMeansNothing() {
    for (String name : List.of("up", "down", "status", "wipe", "demo")) {
      String help =
          Shoplake.commandLine()
              .getSubcommands()
              .get(name)
              .getUsageMessage(CommandLine.Help.Ansi.OFF);
      assertThat(help).as(name).doesNotContain("Default: 0", "Default: []", "Default: false");
    }
  }

  private static String help() {
    StringWriter text = new StringWriter();
    Shoplake.commandLine().usage(new PrintWriter(text), CommandLine.Help.Ansi.OFF);
    return text.toString();
  }
}
