package io.shoplake.parsing;

import static io.shoplake.parsing.Message.customer;
import static io.shoplake.parsing.Message.event;
import static io.shoplake.parsing.Message.orderChange;
import static io.shoplake.parsing.Message.product;
import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.shoplake.layout.print.JsonText;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The printed schemas against a validator of others, and against the parser. */
class MessageSchemasTest {

  private static final Path FOLDER = Path.of("generated");
  private static final SchemaRegistry REGISTRY =
      SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);
  private static final Schema EVENT = schema("event");
  private static final Schema ORDER_CHANGE = schema("order_change");
  private static final Schema PRODUCT = schema("product");
  private static final Schema CUSTOMER = schema("customer");

  /** What every kind of field is tried with; single quotes stand for double ones. */
  private static final List<String> VALUES =
      List.of(
          "null",
          "true",
          "1",
          "0",
          "-1",
          "-0.0",
          "1.5",
          "1e3",
          "99999999999999",
          "100000000000000",
          "-100000000000000",
          "''",
          "'x'",
          "'1'",
          "'-1'",
          "'+2.5'",
          "'-0.00'",
          "'-.0e7'",
          "'1.'",
          "'.5'",
          "'.'",
          "'1e5'",
          "'NaN'",
          "'EUR'",
          "'eur'",
          "'EURO'",
          "'placed'",
          "'lost'",
          "'2026-03-10T11:59:00Z'",
          "'2026-03-10T11:59+01'",
          "'2026-03-10T11:59:00.123456789+0100'",
          "'2026-03-10T11:59:00,5Z'",
          "'2026-03-10 11:59:00Z'",
          "'2026-03-10T11:59:00'",
          "'2026-03-10T11:59:00+01:00'",
          "1773143940000",
          "[]",
          "[1]",
          "[{}]",
          "[null]",
          "{}",
          "{'x': 1}",
          "'" + "x".repeat(65) + "'",
          "'" + "x".repeat(129) + "'",
          "'" + "x".repeat(257) + "'",
          "'" + "😀".repeat(128) + "'",
          "2");

  /** To a schema these are whole numbers; the parser wants them written as such. */
  private static final Set<String> WHOLE_WITH_POINT_OR_EXPONENT = Set.of("-0.0", "1e3");

  private static Schema schema(String name) {
    return REGISTRY.getSchema(MessageSchemas.print(name));
  }

  @TestFactory
  Stream<DynamicTest> everyPrintedFileIsUpToDate() {
    return MessageSchemas.files().entrySet().stream()
        .map(
            file ->
                DynamicTest.dynamicTest(
                    file.getKey(),
                    () ->
                        assertThat(FOLDER.resolve(file.getKey()))
                            .as("stale print; run: ./shoplake print")
                            .exists()
                            .hasContent(file.getValue())));
  }

  @TestFactory
  Stream<DynamicTest> theExampleOfEveryTypeIsAcceptedByItsSchemaAndByTheParser() {
    return Stream.of(EventType.values())
        .map(
            type ->
                DynamicTest.dynamicTest(
                    type.text(),
                    () -> {
                      String json = JsonText.of(MessageExamples.event(type));
                      assertThat(refusals(schema(type.text()), json)).isEmpty();
                      assertThat(refusals(EVENT, json)).isEmpty();
                      Parsed<ShopEvent> parsed =
                          Message.EVENTS.parse(
                              json.getBytes(StandardCharsets.UTF_8),
                              Instant.parse("2026-11-20T00:00:00Z"));
                      assertThat(Message.reason(parsed)).isEqualTo("accepted");
                      String other = json.replace("\"" + type.text() + "\"", "\"other\"");
                      assertThat(refusals(schema(type.text()), other)).isNotEmpty();
                    }));
  }

  @Test
  void thePrintedFilesFindEachOther() {
    String place = "https://schemas.example/";
    Map<String, String> files = new TreeMap<>();
    MessageSchemas.files().forEach((name, text) -> files.put(place + name, text));
    Schema purchase =
        SchemaRegistry.withDefaultDialect(
                SpecificationVersion.DRAFT_2020_12, builder -> builder.schemas(files))
            .getSchema(SchemaLocation.of(place + "purchase.v1.json"));
    String json = JsonText.of(MessageExamples.event(EventType.PURCHASE));
    assertThat(refusals(purchase, json)).isEmpty();
    assertThat(refusals(purchase, json.replace("event_time", "time"))).isNotEmpty();
  }

  @Test
  void theExamplesOfRecordsAreAccepted() {
    assertThat(refusals(ORDER_CHANGE, JsonText.of(MessageExamples.orderChange()))).isEmpty();
    assertThat(refusals(PRODUCT, JsonText.of(MessageExamples.product()))).isEmpty();
    assertThat(refusals(CUSTOMER, JsonText.of(MessageExamples.customer()))).isEmpty();
  }

  @Test
  void aMessageKeepsToTheSchemaExactlyIfTheParserAcceptsItsTypesAndSizes() {
    List<String> disagreements = new ArrayList<>();
    compare(EventField.values(), event(), Message::reason, EVENT, disagreements);
    compare(
        OrderChangeField.values(),
        orderChange(),
        Message::changeReason,
        ORDER_CHANGE,
        disagreements);
    compare(ProductField.values(), product(), Message::productReason, PRODUCT, disagreements);
    compare(CustomerField.values(), customer(), Message::customerReason, CUSTOMER, disagreements);
    assertThat(disagreements).isEmpty();
  }

  private static void compare(
      MessageField[] fields,
      Message base,
      Function<Message, String> reason,
      Schema schema,
      List<String> disagreements) {
    for (MessageField field : fields) {
      for (String value : VALUES) {
        Message message = with(base, field, value);
        compare(message.json(), value, reason.apply(message), schema, disagreements);
      }
    }
  }

  /** The field in its object or list, beside what these require. */
  private static Message with(Message message, MessageField field, String value) {
    String[] path = field.path().split("\\.");
    if (path.length == 1) {
      return message.with(path[0], value);
    }
    String inner = "{'%s': %s}".formatted(path[path.length - 1], value);
    if (path.length == 3) {
      inner = "{'refund_id': 'r', 'amount': 1, 'lines': [%s]}".formatted(inner);
    } else if (Set.of("items", "lines").contains(path[0])) {
      inner = "[" + inner + "]";
    } else if (path[0].equals("refund")) {
      Map<String, String> others = Map.of("refund_id", "'amount': 1", "amount", "'refund_id': 'r'");
      String beside = others.getOrDefault(path[1], "'refund_id': 'r', 'amount': 1");
      inner = "{%s, '%s': %s}".formatted(beside, path[1], value);
    }
    return message.with(path[0], inner);
  }

  private static void compare(
      String json, String value, String reason, Schema schema, List<String> disagreements) {
    boolean isKnownBeyond =
        (reason.startsWith("bad_type_") && WHOLE_WITH_POINT_OR_EXPONENT.contains(value))
            || reason.equals("bad_currency")
            || reason.endsWith("_out_of_range")
            || reason.startsWith("out_of_range_");
    List<String> refusals = refusals(schema, json);
    boolean isAccepted = reason.equals("accepted");
    if (isAccepted != refusals.isEmpty() && !(isKnownBeyond && refusals.isEmpty())) {
      disagreements.add(
          "%s: %s, but %s".formatted(json, reason, refusals).toLowerCase(Locale.ROOT));
    }
  }

  private static List<String> refusals(Schema schema, String json) {
    return schema.validate(json, InputFormat.JSON).stream().map(Object::toString).toList();
  }
}
