package io.shoplake.lake;

import io.shoplake.layout.Field;
import io.shoplake.layout.Table;
import io.shoplake.layout.print.DeltaDdl;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * What brings a stored table up to its declaration.
 *
 * @param steps what can be done, in this order; empty where nothing differs
 * @param refusals what cannot be done, each as the end of a sentence about the table
 */
public record Upgrade(List<Step> steps, List<String> refusals) {

  /** One change: what it is, and the statement that makes it. */
  public record Step(String what, String statement) {}

  /** What the table at {@code path} lacks that was stored with these columns and texts. */
  static Upgrade of(
      Table table, String path, StructType stored, String comment, Map<String, String> properties) {
    List<Step> steps = new ArrayList<>();
    List<String> refusals = new ArrayList<>();
    StructType declared = Schemas.of(table);
    String before = null;
    for (Field field : table.fields()) {
      String name = field.name();
      StructField wanted = declared.apply(name);
      if (!List.of(stored.fieldNames()).contains(name)) {
        if (field.isRequired()) {
          refusals.add("has no column %s, which every row needs".formatted(name));
        } else {
          steps.add(
              new Step("column %s added".formatted(name), DeltaDdl.addColumn(field, before, path)));
        }
      } else {
        StructField found = stored.apply(name);
        if (!spelled(found).equals(spelled(wanted))) {
          refusals.add(
              "has a column %s of type %s instead of %s"
                  .formatted(name, spelled(found), spelled(wanted)));
        } else if (!found.getComment().equals(wanted.getComment())) {
          steps.add(new Step("comment of %s set".formatted(name), DeltaDdl.commentOn(field, path)));
        }
      }
      before = name;
    }
    if (!table.comment().equals(comment)) {
      steps.add(new Step("comment set", DeltaDdl.commentOn(table, path)));
    }
    if (!properties.entrySet().containsAll(DeltaDdl.properties(table).entrySet())) {
      steps.add(new Step("properties set", DeltaDdl.setProperties(table, path)));
    }
    return new Upgrade(List.copyOf(steps), List.copyOf(refusals));
  }

  /** The type without what does not matter to who reads or writes the column. */
  private static String spelled(StructField field) {
    return field.dataType().catalogString();
  }
}
