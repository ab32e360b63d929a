package io.shoplake.ingest;

import io.shoplake.cli.ExitCode;
import io.shoplake.cli.UserMistake;
import io.shoplake.parsing.MessageSchemas;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Prints what a message must look like, for programs. */
@Command(
    name = "schema",
    description = {
      "Prints the JSON Schema of a type of events, of all events, or of a record.",
      "Whatever is accepted keeps to it; a few things are rejected that a schema cannot see. Without"
          + " a name: the names that there are."
    })
final class Schema implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Parameters(
      arity = "0..1",
      paramLabel = "NAME",
      description = "Such as purchase, order_change or product.")
  private String name;

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    if (name == null) {
      MessageSchemas.names().forEach(out::println);
    } else if (MessageSchemas.names().contains(name)) {
      out.print(MessageSchemas.print(name));
      out.flush();
    } else {
      throw new UserMistake(
          ExitCode.USAGE,
          "There is no schema '%s'; events of other types keep to 'event', and there are %s."
              .formatted(name, String.join(", ", MessageSchemas.names())));
    }
    return ExitCode.OK.number();
  }
}
