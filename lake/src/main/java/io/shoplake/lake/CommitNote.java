package io.shoplake.lake;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What a commit says about itself; it travels as JSON in the commit's metadata.
 *
 * @param query who committed, for a stream with the id of its checkpoint
 * @param batch number of the micro-batch, -1 outside a stream
 * @param touched the days whose facts the commit changed, sorted
 * @param figures what became of every message the batch read
 * @param days accepted and duplicate messages by event day
 * @param sources versions of the tables it was made from, by qualified name
 */
public record CommitNote(
    String query,
    long batch,
    List<ShopDay> touched,
    List<Figures> figures,
    List<DayFigures> days,
    Map<String, Long> sources) {

  private static final ObjectMapper JSON = new ObjectMapper();

  /** What one batch did with the messages of one Kafka partition. */
  public record Figures(
      String topic,
      int partition,
      long firstOffset,
      long lastOffset,
      long read,
      long accepted,
      long duplicate,
      long conflicting,
      long late,
      long bot,
      SortedMap<String, Long> rejected) {

    /** All rejected messages. */
    public long rejectedTotal() {
      return rejected.values().stream().mapToLong(Long::longValue).sum();
    }

    /** Whether every message read became a row, a duplicate or a reject. */
    public boolean addsUp() {
      return read == accepted + duplicate + rejectedTotal();
    }
  }

  /** Accepted and duplicate messages of one event day. */
  public record DayFigures(ShopDay day, long accepted, long duplicate, long conflicting) {}

  /** The note of a commit by {@code query} that touched {@code days}. */
  public static CommitNote of(String query, Collection<ShopDay> days) {
    return new CommitNote(query, -1, sorted(days), List.of(), List.of(), Map.of());
  }

  /** The note of a micro-batch without figures. */
  public static CommitNote ofBatch(String query, long batch, Collection<ShopDay> days) {
    return new CommitNote(query, batch, sorted(days), List.of(), List.of(), Map.of());
  }

  /** The same note, made from these table versions. */
  public CommitNote madeFrom(Map<String, Long> versions) {
    return new CommitNote(query, batch, touched, figures, days, new TreeMap<>(versions));
  }

  /** The same note with the figures of the ledger. */
  public CommitNote withFigures(List<Figures> ofPartitions, List<DayFigures> ofDays) {
    return new CommitNote(
        query, batch, touched, List.copyOf(ofPartitions), List.copyOf(ofDays), sources);
  }

  private static List<ShopDay> sorted(Collection<ShopDay> days) {
    return List.copyOf(new TreeSet<>(days));
  }

  /** The note as one line of JSON. */
  public String toJson() {
    ObjectNode note = JSON.createObjectNode();
    note.put("query", query).put("batch", batch);
    ObjectNode byShop = note.putObject("touched");
    for (ShopDay day : touched) {
      byShop.withArrayProperty(day.shop()).add(day.day().toString());
    }
    if (!figures.isEmpty()) {
      ArrayNode rows = note.putArray("figures");
      figures.forEach(row -> rows.add(json(row)));
    }
    if (!days.isEmpty()) {
      ArrayNode rows = note.putArray("days");
      days.forEach(row -> rows.add(json(row)));
    }
    if (!sources.isEmpty()) {
      ObjectNode versions = note.putObject("sources");
      sources.forEach(versions::put);
    }
    return note.toString();
  }

  private static ObjectNode json(Figures row) {
    ObjectNode figures =
        JSON.createObjectNode()
            .put("topic", row.topic())
            .put("partition", row.partition())
            .put("first_offset", row.firstOffset())
            .put("last_offset", row.lastOffset())
            .put("read", row.read())
            .put("accepted", row.accepted())
            .put("duplicate", row.duplicate())
            .put("conflicting", row.conflicting())
            .put("late", row.late())
            .put("bot", row.bot());
    ObjectNode rejected = figures.putObject("rejected");
    row.rejected().forEach(rejected::put);
    return figures;
  }

  private static ObjectNode json(DayFigures row) {
    return JSON.createObjectNode()
        .put("shop_id", row.day().shop())
        .put("day", row.day().day().toString())
        .put("accepted", row.accepted())
        .put("duplicate", row.duplicate())
        .put("conflicting", row.conflicting());
  }

  /** The note in {@code text}; empty if the text is none of ours. */
  public static Optional<CommitNote> parse(String text) {
    JsonNode note;
    try {
      note = JSON.readTree(text);
    } catch (JsonProcessingException e) {
      return Optional.empty();
    }
    if (!note.path("query").isTextual() || !note.path("touched").isObject()) {
      return Optional.empty();
    }
    List<ShopDay> touched = new ArrayList<>();
    for (Map.Entry<String, JsonNode> shop : note.get("touched").properties()) {
      for (JsonNode day : shop.getValue()) {
        touched.add(new ShopDay(shop.getKey(), LocalDate.parse(day.textValue())));
      }
    }
    List<Figures> figures = new ArrayList<>();
    note.path("figures").forEach(row -> figures.add(figures(row)));
    List<DayFigures> days = new ArrayList<>();
    note.path("days").forEach(row -> days.add(dayFigures(row)));
    return Optional.of(
        new CommitNote(
            note.get("query").textValue(),
            note.path("batch").asLong(-1),
            List.copyOf(touched),
            List.copyOf(figures),
            List.copyOf(days),
            counts(note.path("sources"))));
  }

  private static Figures figures(JsonNode row) {
    return new Figures(
        row.path("topic").asText(),
        row.path("partition").asInt(),
        row.path("first_offset").asLong(),
        row.path("last_offset").asLong(),
        row.path("read").asLong(),
        row.path("accepted").asLong(),
        row.path("duplicate").asLong(),
        row.path("conflicting").asLong(),
        row.path("late").asLong(),
        row.path("bot").asLong(),
        new TreeMap<>(counts(row.path("rejected"))));
  }

  private static DayFigures dayFigures(JsonNode row) {
    ShopDay day =
        new ShopDay(row.path("shop_id").asText(), LocalDate.parse(row.path("day").asText()));
    return new DayFigures(
        day,
        row.path("accepted").asLong(),
        row.path("duplicate").asLong(),
        row.path("conflicting").asLong());
  }

  private static Map<String, Long> counts(JsonNode object) {
    Map<String, Long> counts = new LinkedHashMap<>();
    object.properties().forEach(entry -> counts.put(entry.getKey(), entry.getValue().asLong()));
    return counts;
  }
}
