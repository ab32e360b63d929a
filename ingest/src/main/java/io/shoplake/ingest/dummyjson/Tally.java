package io.shoplake.ingest.dummyjson;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.stream.Collectors;

/** What became of the objects of a pull. */
public final class Tally {

  private static final class Counts {
    private long sent;
    private long before;
    private long bad;
  }

  private final Map<Resource, Counts> counts = new EnumMap<>(Resource.class);

  Tally() {
    for (Resource resource : Resource.values()) {
      counts.put(resource, new Counts());
    }
  }

  void sent(Resource resource) {
    counts.get(resource).sent++;
  }

  /** An object that needed no sending. */
  void before(Resource resource) {
    counts.get(resource).before++;
  }

  void bad(Resource resource) {
    counts.get(resource).bad++;
  }

  /** How many objects or pages were of no use. */
  public long bad() {
    return counts.values().stream().mapToLong(count -> count.bad).sum();
  }

  /** How many messages were sent. */
  public long sent() {
    return counts.values().stream().mapToLong(count -> count.sent).sum();
  }

  /** One phrase per resource: "208 users to shop.customers". */
  @Override
  public String toString() {
    return Arrays.stream(Resource.values()).map(this::phrase).collect(Collectors.joining(", "));
  }

  private String phrase(Resource resource) {
    Counts count = counts.get(resource);
    String phrase = "%,d %s to %s".formatted(count.sent, resource.path(), resource.topic());
    if (count.before > 0) {
      phrase += " (%,d were there before)".formatted(count.before);
    }
    return phrase;
  }
}
