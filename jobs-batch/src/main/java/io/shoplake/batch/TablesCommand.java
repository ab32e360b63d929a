package io.shoplake.batch;

import io.shoplake.cli.ExitCode;
import io.shoplake.cli.UserMistake;
import io.shoplake.layout.Catalog;
import io.shoplake.layout.Table;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Says which tables there are and what their columns mean. */
@Command(name = "tables", description = "The tables and, of one, the columns and what they mean.")
public final class TablesCommand implements Callable<Integer> {

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      defaultValue = "table",
      description = "How rows are shown: ${COMPLETION-CANDIDATES}.")
  Format format;

  @Parameters(arity = "0..1", paramLabel = "TABLE", description = "A table, as gold.daily_revenue.")
  String name;

  @Override
  public Integer call() {
    if (name == null) {
      format.print(
          List.of("table", "published to", "a row is"),
          Catalog.TABLES.stream()
              .map(
                  table ->
                      List.of(table.qualifiedName(), table.schema().orElse(""), table.comment()))
              .toList(),
          System.out);
    } else {
      format.print(
          List.of("column", "type", "key", "required", "meaning"),
          table().fields().stream()
              .map(
                  field ->
                      List.of(
                          field.name(),
                          field.type().spark(),
                          table().key().contains(field.name()) ? "key" : "",
                          field.isRequired() ? "required" : "",
                          field.comment()))
              .toList(),
          System.out);
    }
    return ExitCode.OK.number();
  }

  private Table table() {
    try {
      return Catalog.table(name);
    } catch (IllegalArgumentException e) {
      throw new UserMistake(ExitCode.USAGE, e.getMessage(), e);
    }
  }
}
