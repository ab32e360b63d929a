package io.shoplake.parsing;

import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** What a message says beside its declared fields, without personal data. */
final class Properties {

  private StringBuilder members;
  private Set<String> names = Set.of();
  private Map<String, String> moved;

  /** Takes the members of the object that {@code json} stands in. */
  void copy(StrictJson json) throws IOException, RefusedValueException {
    members = new StringBuilder();
    names = json.copyMembers(members);
  }

  /** Takes an unknown field from the top of the message. */
  void move(String name, JsonToken token, StrictJson json)
      throws IOException, RefusedValueException {
    StringBuilder value = new StringBuilder();
    json.copy(token, value);
    moved = moved == null ? new LinkedHashMap<>() : moved;
    moved.put(name, value.toString());
  }

  /** One JSON object; of two members with one name, that of {@code properties} stays. */
  String json() {
    StringBuilder all = members == null ? new StringBuilder() : members;
    if (moved != null) {
      moved.keySet().removeAll(names);
      moved.forEach(
          (name, value) -> {
            all.append(all.isEmpty() ? "" : ",");
            StrictJson.quote(name, all);
            all.append(':').append(value);
          });
    }
    return all.isEmpty() ? null : "{" + all + "}";
  }
}
