package io.shoplake.parsing;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The fields of a message by the object they stand in and their name.
 *
 * @param <F> the fields
 */
final class FieldNames<F extends Enum<F> & MessageField> {

  /** The fields of one object. */
  record Members<F>(Map<String, F> byName, List<F> all, List<F> required) {}

  private final List<F> fields;
  private final Members<F> top;
  private final List<Members<F>> byParent = new ArrayList<>();

  FieldNames(F[] fields) {
    if (fields.length > Long.SIZE) {
      throw new IllegalArgumentException(
          "The fields of a message must fit into the bits of a long");
    }
    this.fields = List.of(fields);
    this.top = members("");
    for (F field : fields) {
      byParent.add(members(field.path() + "."));
    }
  }

  int count() {
    return fields.size();
  }

  Members<F> top() {
    return top;
  }

  Members<F> within(F parent) {
    return byParent.get(parent.ordinal());
  }

  private Members<F> members(String prefix) {
    Map<String, F> byName = new HashMap<>();
    List<F> required = new ArrayList<>();
    for (F field : fields) {
      if (field.path().lastIndexOf('.') == prefix.length() - 1 && field.path().startsWith(prefix)) {
        byName.put(field.path().substring(prefix.length()), field);
        if (field.isRequired()) {
          required.add(field);
        }
      }
    }
    return new Members<>(byName, List.copyOf(byName.values()), required);
  }
}
