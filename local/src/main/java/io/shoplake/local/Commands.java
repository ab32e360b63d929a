package io.shoplake.local;

import static io.shoplake.local.Commands.Group.BATCH;
import static io.shoplake.local.Commands.Group.DEVELOPMENT;
import static io.shoplake.local.Commands.Group.PROOF;
import static io.shoplake.local.Commands.Group.SERVICES;
import static io.shoplake.local.Commands.Group.STREAMING;
import static io.shoplake.local.Commands.Group.TRY;
import static io.shoplake.local.Commands.Group.WAYS_IN;

import java.util.List;
import java.util.Optional;

/** Every command of ./shoplake, in the order of its help. */
final class Commands {

  /** A heading of the help. */
  enum Group {
    TRY("Try it"),
    SERVICES("Services"),
    WAYS_IN("Ways in"),
    STREAMING("Streaming"),
    BATCH("Batch"),
    PROOF("Proof and eyes"),
    DEVELOPMENT("Development");

    private final String title;

    Group(String title) {
      this.title = title;
    }

    String title() {
      return title;
    }
  }

  /** A command by its first word. */
  record Command(String name, Group group, Program program, String description) {}

  static final List<Command> ALL =
      List.of(
          new Command("demo", TRY, Program.HERE, "A simulated shop, from Kafka to a report."),
          new Command("up", SERVICES, Program.HERE, "Start Kafka, an S3 server and PostgreSQL."),
          new Command("down", SERVICES, Program.HERE, "Stop them; the data stays."),
          new Command("status", SERVICES, Program.HERE, "Show what runs, and where."),
          new Command("wipe", SERVICES, Program.HERE, "Delete their data."),
          new Command("topics", WAYS_IN, Program.INGEST, "Create or list the topics."),
          new Command("replay", WAYS_IN, Program.INGEST, "Send JSON lines to a topic as they are."),
          new Command("import", WAYS_IN, Program.INGEST, "Send files of another format, mapped."),
          new Command("pull", WAYS_IN, Program.INGEST, "Fetch from an API: pull dummyjson."),
          new Command("extract", WAYS_IN, Program.INGEST, "Take the rows of a database."),
          new Command(
              "check", WAYS_IN, Program.INGEST, "What of a file would be rejected, and why."),
          new Command("send", WAYS_IN, Program.INGEST, "Send one message to try it."),
          new Command("tail", WAYS_IN, Program.INGEST, "Messages as they arrive, or why not."),
          new Command("schema", WAYS_IN, Program.INGEST, "The JSON Schema of a message."),
          new Command("simulate", WAYS_IN, Program.INGEST, "Send the events of a made-up shop."),
          new Command("collect", WAYS_IN, Program.COLLECT, "Take events over HTTP, PostHog's too."),
          new Command("stream", STREAMING, Program.STREAMING, "Topics to bronze to silver."),
          new Command(
              "lake", BATCH, Program.BATCH, "Create the tables of the lake, or upgrade them."),
          new Command("restate", BATCH, Program.BATCH, "Settle what came late."),
          new Command("gold", BATCH, Program.BATCH, "Build the business figures."),
          new Command("load", BATCH, Program.BATCH, "Load the warehouse."),
          new Command("refresh", BATCH, Program.REFRESH, "All that is new, Kafka to warehouse."),
          new Command("ledger", PROOF, Program.BATCH, "Where every message went."),
          new Command("verify", PROOF, Program.LOCAL, "Every figure against the truth."),
          new Command("rejects", PROOF, Program.BATCH, "What was refused, why, and its bytes."),
          new Command("sessions", PROOF, Program.BATCH, "Explain a session."),
          new Command("sql", PROOF, Program.BATCH, "Ask the lake or the warehouse."),
          new Command("tables", PROOF, Program.BATCH, "The tables and their columns."),
          new Command("report", PROOF, Program.LOCAL, "Write the HTML report."),
          new Command("bench", DEVELOPMENT, Program.BENCH, "How fast it is: bench collector."),
          new Command(
              "print", DEVELOPMENT, Program.PRINT, "Print the committed DDL and catalogue."),
          new Command("test", DEVELOPMENT, Program.HERE, "Run all tests."));

  private Commands() {}

  static Optional<Command> named(String name) {
    return ALL.stream().filter(command -> command.name().equals(name)).findFirst();
  }
}
