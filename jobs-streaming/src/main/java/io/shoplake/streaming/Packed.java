package io.shoplake.streaming;

import io.shoplake.lake.Schemas;
import io.shoplake.layout.Table;
import io.shoplake.layout.silver.Events;
import io.shoplake.layout.silver.Rejects;
import io.shoplake.layout.silver.Sessions;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.encoders.RowEncoder;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** The columns that a message decides; the batch adds the others. */
final class Packed {

  static final StructType EVENT = without(Events.EVENTS, "is_late", "ingested_at", "batch");
  static final StructType REJECT = without(Rejects.REJECTS, "ingested_at", "batch");
  static final StructType REVISION = without(Sessions.SESSION_REVISIONS, "ingested_at", "batch");

  private Packed() {}

  /** The packed rows of one kind, unpacked. */
  static Dataset<Row> rows(Dataset<Row> results, Kind kind, StructType type) {
    PackedRow packed = new PackedRow(type);
    return results
        .where(kind.isKind())
        .select("packed")
        .as(Encoders.BINARY())
        .map((MapFunction<byte[], Row>) packed::unpack, RowEncoder.encoderFor(type, true));
  }

  /** The columns of {@code table} but these. */
  static StructType without(Table table, String... columns) {
    List<String> left = List.of(columns);
    return new StructType(
            Arrays.stream(Schemas.of(table).fields())
                .filter(field -> !left.contains(field.name()))
                .toArray(StructField[]::new))
        .asNullable();
  }
}
