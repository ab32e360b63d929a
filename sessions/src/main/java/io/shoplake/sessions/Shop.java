package io.shoplake.sessions;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Map;

/** What a bucket keeps of one shop: its rules and its visitors. */
final class Shop {

  final Rules rules;
  final Map<String, Visitor> visitors = new LinkedHashMap<>();
  final LastSeen away = new LastSeen();

  Shop(Rules rules) {
    this.rules = rules;
  }

  Visitor visitor(String visitorId) {
    Visitor visitor = visitors.get(visitorId);
    if (visitor == null) {
      long lastSeen = away.time(LastSeen.hash(visitorId));
      visitor = new Visitor(null, lastSeen, new ArrayList<>(4));
      visitors.put(visitorId, visitor);
    }
    return visitor;
  }

  void freeze(long watermark) {
    visitors
        .entrySet()
        .removeIf(
            entry -> {
              Visitor visitor = entry.getValue();
              visitor.freeze(rules, watermark);
              if (visitor.isForgettable()) {
                away.put(LastSeen.hash(entry.getKey()), visitor.lastSeen);
              }
              return visitor.isForgettable();
            });
  }
}
