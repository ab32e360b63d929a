package io.shoplake.ingest.dummyjson;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.shoplake.ingest.PublicData;
import io.shoplake.parsing.CustomerParser;
import io.shoplake.parsing.Limits;
import io.shoplake.parsing.Parsed;
import io.shoplake.parsing.ProductParser;
import io.shoplake.parsing.Pseudonyms;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What of users and reviewers is left once their message has been parsed. */
class PersonalDataTest {

  private static final Path DATA = PublicData.folder("dummyjson");
  private static final Instant ARRIVAL = Instant.parse("2026-11-21T10:00:00Z");
  private static final Translation TRANSLATION =
      new Translation("main", "EUR", new Times(1, LocalDate.of(2025, 1, 1), 365));
  private static final CustomerParser CUSTOMERS =
      new CustomerParser(Pseudonyms.forDevelopment(), Limits.DEFAULT);
  private static final ProductParser PRODUCTS =
      new ProductParser(Pseudonyms.forDevelopment(), Limits.DEFAULT);

  /** Where in a user, or in a review, something stands that is of this person alone. */
  private static final List<String> PERSONAL =
      List.of(
          "/email",
          "/phone",
          "/username",
          "/password",
          "/birthDate",
          "/bloodGroup",
          "/ip",
          "/macAddress",
          "/image",
          "/ein",
          "/ssn",
          "/address/address",
          "/address/postalCode",
          "/address/coordinates/lat",
          "/bank/cardExpire",
          "/bank/cardNumber",
          "/bank/iban",
          "/company/name",
          "/company/address/address",
          "/crypto/wallet",
          "/reviewerName",
          "/reviewerEmail");

  @Test
  void nothingOfTheSampleIsLeft() throws Exception {
    nothingIsLeft(DummyJsonServer.SAMPLE);
  }

  @Test
  void nothingOfTheWholeRecordingIsLeft() throws Exception {
    assumeTrue(Files.isDirectory(DATA), "skipped: no recording at " + DATA);
    nothingIsLeft(DATA);
  }

  private static void nothingIsLeft(Path recording) throws Exception {
    for (JsonNode user : objects(recording, Resource.USERS)) {
      byte[] message = TRANSLATION.draft(Resource.USERS, user).bytes(1, null);
      assertThat(words(CUSTOMERS.parse(message, ARRIVAL))).doesNotContainAnyElementsOf(of(user));
    }
    for (JsonNode product : objects(recording, Resource.PRODUCTS)) {
      byte[] message = TRANSLATION.draft(Resource.PRODUCTS, product).bytes(1, null);
      SortedSet<String> words = words(PRODUCTS.parse(message, ARRIVAL));
      for (JsonNode review : product.path("reviews")) {
        assertThat(words).doesNotContainAnyElementsOf(of(review));
      }
    }
  }

  private static List<JsonNode> objects(Path recording, Resource resource) throws Exception {
    byte[] file = Files.readAllBytes(recording.resolve(resource.path() + ".json"));
    return Pages.read(resource, file).objects();
  }

  private static List<String> of(JsonNode person) {
    // A last name alone may also be the colour of somebody's hair.
    String name =
        "%s %s".formatted(person.path("firstName").asText(), person.path("lastName").asText());
    return Stream.concat(Stream.of(name), PERSONAL.stream().map(person::at).map(JsonNode::asText))
        .filter(text -> !text.isBlank())
        .toList();
  }

  /** The values of the record, and each value in its properties. */
  private static SortedSet<String> words(Parsed<? extends Record> parsed) throws Exception {
    assertThat(parsed).as("%s", parsed).isInstanceOf(Parsed.Accepted.class);
    Record accepted = ((Parsed.Accepted<? extends Record>) parsed).record();
    SortedSet<String> words = new TreeSet<>();
    for (var component : accepted.getClass().getRecordComponents()) {
      String value = String.valueOf(component.getAccessor().invoke(accepted));
      if (component.getName().equals("properties")) {
        collect(Pages.JSON.readTree(value), words);
      } else {
        words.add(value);
      }
    }
    return words;
  }

  private static void collect(JsonNode node, SortedSet<String> words) {
    if (node.isValueNode()) {
      words.add(node.asText());
    }
    node.forEach(member -> collect(member, words));
  }
}
