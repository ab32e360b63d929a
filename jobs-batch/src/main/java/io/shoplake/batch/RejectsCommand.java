package io.shoplake.batch;

import static io.shoplake.layout.silver.Rejects.REJECTS;
import static org.apache.spark.sql.functions.col;

import io.shoplake.cli.ExitCode;
import io.shoplake.cli.UserMistake;
import io.shoplake.lake.Lake;
import io.shoplake.lake.LakeOptions;
import io.shoplake.layout.Catalog;
import io.shoplake.layout.Table;
import io.shoplake.layout.Table.Layer;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Shows what was refused. */
@Command(
    name = "rejects",
    description = "Shows the messages that were refused, and why.",
    subcommands = {RejectsCommand.Show.class, RejectsCommand.ListThem.class},
    synopsisSubcommandLabel = "COMMAND")
public final class RejectsCommand {

  private static final int SHOWN_BYTES = 4_096;

  /** Lists refused messages, the newest first. */
  @Command(name = "list", description = "Lists refused messages, the newest first.")
  public static final class ListThem implements Callable<Integer> {

    @Mixin LakeOptions lakeOptions;

    @Option(names = "--reason", paramLabel = "CODE", description = "Only with this reason.")
    String reason;

    @Option(names = "--day", paramLabel = "DATE", description = "Only those that came on this day.")
    LocalDate day;

    @Option(
        names = "--limit",
        paramLabel = "COUNT",
        defaultValue = "50",
        description = "At most so many.")
    int limit;

    @Option(names = "--by-reason", description = "Only how many there are of each reason.")
    boolean byReason;

    @Option(
        names = "--format",
        paramLabel = "FORMAT",
        defaultValue = "table",
        description = "How rows are shown: ${COMPLETION-CANDIDATES}.")
    Format format;

    @Override
    public Integer call() {
      try (Lake lake = lakeOptions.open("rejects list")) {
        Dataset<Row> rejects = rejects(lake);
        rejects = reason == null ? rejects : rejects.where(col("reason").equalTo(reason));
        rejects = day == null ? rejects : rejects.where(col("day").equalTo(day));
        print(byReason ? counted(rejects) : newest(rejects));
      }
      return ExitCode.OK.number();
    }

    private static Dataset<Row> counted(Dataset<Row> rejects) {
      return rejects
          .groupBy("query", "reason")
          .count()
          .orderBy(col("count").desc(), col("reason"))
          .selectExpr("query", "reason", "string(count) AS messages");
    }

    private Dataset<Row> newest(Dataset<Row> rejects) {
      return rejects
          .orderBy(col("kafka_time").desc(), col("topic"), col("partition"), col("offset").desc())
          .limit(limit)
          .selectExpr(
              "concat_ws('/', topic, partition, offset) AS message",
              "string(kafka_time) AS arrived",
              "reason",
              "detail",
              "string(size) AS bytes",
              "status");
    }

    private void print(Dataset<Row> rows) {
      List<List<String>> texts = new ArrayList<>();
      for (Row row : rows.collectAsList()) {
        List<String> text = new ArrayList<>();
        for (int i = 0; i < row.length(); i++) {
          text.add(row.getString(i));
        }
        texts.add(text);
      }
      format.print(List.of(rows.columns()), texts, System.out);
    }
  }

  /** Shows one message as it came. */
  @Command(name = "show", description = "Shows one message as it came, and why it was refused.")
  public static final class Show implements Callable<Integer> {

    @Mixin LakeOptions lakeOptions;

    @Parameters(
        paramLabel = "TOPIC/PARTITION/OFFSET",
        description = "The message, as rejects list names it.")
    String message;

    @Option(names = "--raw", description = "Only the bytes of its value, untouched.")
    boolean raw;

    @Override
    public Integer call() {
      Column place = place();
      try (Lake lake = lakeOptions.open("rejects show")) {
        byte[] value = value(lake, place);
        if (raw) {
          System.out.write(value, 0, value.length);
        } else {
          rejects(lake).where(place).collectAsList().stream()
              .findFirst()
              .ifPresentOrElse(
                  Show::describe, () -> System.out.println("This message was not refused."));
          System.out.println(readable(value));
        }
        System.out.flush();
      }
      return ExitCode.OK.number();
    }

    private Column place() {
      String[] parts = message.split("/");
      if (parts.length != 3 || !parts[1].matches("\\d{1,9}") || !parts[2].matches("\\d{1,18}")) {
        throw new UserMistake(
            ExitCode.USAGE,
            "'%s' names no message; write it as rejects list does, for example shop.events/0/17."
                .formatted(message));
      }
      return col("topic")
          .equalTo(parts[0])
          .and(col("partition").equalTo(Integer.parseInt(parts[1])))
          .and(col("offset").equalTo(Long.parseLong(parts[2])));
    }

    private byte[] value(Lake lake, Column place) {
      for (Table bronze : Catalog.layer(Layer.BRONZE)) {
        if (lake.exists(bronze)) {
          Optional<Row> row =
              lake.read(bronze).where(place).select("value").collectAsList().stream().findFirst();
          if (row.isPresent()) {
            return row.get().isNullAt(0) ? new byte[0] : row.get().getAs(0);
          }
        }
      }
      throw new UserMistake(
          ExitCode.CONFIGURATION,
          "There is no message %s in bronze; rejects list names those that were refused."
              .formatted(message));
    }

    private static void describe(Row reject) {
      System.out.printf(
          "reason   %s%ndetail   %s%narrived  %s UTC%nbytes    %d%n%n",
          reject.<String>getAs("reason"),
          reject.<String>getAs("detail"),
          reject.<Object>getAs("kafka_time"),
          reject.<Integer>getAs("size"));
    }

    /** The value as text where it is text, else its first bytes in hexadecimal digits. */
    private static String readable(byte[] value) {
      String note =
          value.length > SHOWN_BYTES
              ? "%n… %d bytes in all; --raw gives them.".formatted(value.length)
              : "";
      ByteBuffer shown = ByteBuffer.wrap(value, 0, Math.min(value.length, SHOWN_BYTES));
      try {
        return StandardCharsets.UTF_8.newDecoder().decode(shown) + note;
      } catch (CharacterCodingException e) {
        return "(not UTF-8, in hexadecimal) "
            + HexFormat.ofDelimiter(" ").formatHex(value, 0, Math.min(value.length, SHOWN_BYTES))
            + note;
      }
    }
  }

  private static Dataset<Row> rejects(Lake lake) {
    if (!lake.exists(REJECTS)) {
      throw new UserMistake(
          ExitCode.CONFIGURATION,
          "The lake has no table silver.rejects yet; run stream events, or refresh, first.");
    }
    return lake.read(REJECTS);
  }
}
