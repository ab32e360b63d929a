package io.shoplake.ingest;

import picocli.CommandLine.Command;

/** Takes what the tables of a database hold. */
@Command(
    name = "extract",
    description = "Takes the rows of a database into the topics.",
    subcommands = {ExtractJdbc.class, ExtractDebezium.class})
final class Extract {

  private Extract() {}
}
