package io.shoplake.collector;

import java.util.Locale;

/** What became of one event of a request. */
enum Verdict {
  ACCEPTED("It is stored."),
  NOT_TRACKED("The visitor asks not to be tracked; nothing was stored."),
  TOO_LARGE("The event is larger than this collector takes; leave out what is long."),
  NOT_AN_OBJECT("An event is a JSON object."),
  NOT_UTF8("The event is not UTF-8."),
  INVALID("Kafka does not take such an event; look at the settings of the topic."),
  RETRY("It may not be stored; send it again.");

  private final String detail;

  Verdict(String detail) {
    this.detail = detail;
  }

  /** One word for programs. */
  String code() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** A sentence for people. */
  String detail() {
    return detail;
  }

  /** Whether the client has done its part. */
  boolean isFine() {
    return this == ACCEPTED || this == NOT_TRACKED;
  }

  static Verdict of(Outbox.Fate fate) {
    return switch (fate) {
      case STORED -> ACCEPTED;
      case TOO_LARGE -> TOO_LARGE;
      case INVALID -> INVALID;
      case UNCERTAIN -> RETRY;
    };
  }
}
