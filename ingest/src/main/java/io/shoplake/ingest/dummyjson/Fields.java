package io.shoplake.ingest.dummyjson;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/** The fields of an object, each as what it must be. */
final class Fields {

  /** Beyond it a number is no amount, and calculating with it may take all memory. */
  private static final int MOST_DIGITS = 60;

  private final JsonNode object;
  private final String path;

  Fields(JsonNode object, String path) {
    this.object = object;
    this.path = path;
  }

  /** A number without fraction or a text, as text. */
  String id(String name) throws BadObjectException {
    JsonNode value = required(name);
    if (!value.isIntegralNumber() && !value.isTextual()) {
      throw new BadObjectException("%s%s is neither a number nor a text".formatted(path, name));
    }
    return value.asText();
  }

  String text(String name) throws BadObjectException {
    JsonNode value = required(name);
    if (!value.isTextual()) {
      throw new BadObjectException("%s%s is no text".formatted(path, name));
    }
    return value.asText();
  }

  BigDecimal amount(String name) throws BadObjectException {
    JsonNode value = required(name);
    if (!value.isNumber()) {
      throw new BadObjectException("%s%s is no number".formatted(path, name));
    }
    BigDecimal amount = value.decimalValue();
    if (amount.precision() > MOST_DIGITS || Math.abs(amount.scale()) > MOST_DIGITS) {
      throw new BadObjectException("%s%s has too many digits".formatted(path, name));
    }
    return amount;
  }

  long count(String name) throws BadObjectException {
    JsonNode value = required(name);
    if (!value.isIntegralNumber() || !value.canConvertToLong()) {
      throw new BadObjectException("%s%s is no whole number".formatted(path, name));
    }
    return value.longValue();
  }

  /** The elements of a list of objects. */
  List<Fields> list(String name) throws BadObjectException {
    JsonNode value = required(name);
    if (!value.isArray()) {
      throw new BadObjectException("%s%s is no list".formatted(path, name));
    }
    List<Fields> elements = new ArrayList<>();
    for (JsonNode element : value) {
      String place = "%s%s[%d]".formatted(path, name, elements.size());
      if (!element.isObject()) {
        throw new BadObjectException(place + " is no object");
      }
      elements.add(new Fields(element, place + "."));
    }
    return elements;
  }

  /** Puts the text under {@code name}, if anything stands there, into {@code target}. */
  void copyText(String name, ObjectNode target, String targetName) throws BadObjectException {
    if (isPresent(name)) {
      target.put(targetName, text(name));
    }
  }

  /** Puts the whole number under {@code name}, if anything stands there, into {@code target}. */
  void copyCount(String name, ObjectNode target, String targetName) throws BadObjectException {
    if (isPresent(name)) {
      target.put(targetName, count(name));
    }
  }

  /** The fields of the object under {@code name}; none if there is no object. */
  Fields inner(String name) {
    return new Fields(object.path(name), path + name + ".");
  }

  private JsonNode required(String name) throws BadObjectException {
    JsonNode value = object.path(name);
    if (!isPresent(name)) {
      throw new BadObjectException("%s%s is missing".formatted(path, name));
    }
    return value;
  }

  private boolean isPresent(String name) {
    JsonNode value = object.path(name);
    boolean isEmptyText = value.isTextual() && value.asText().isEmpty();
    return !value.isMissingNode() && !value.isNull() && !isEmptyText;
  }
}
