package io.shoplake.sessions;

/** Why a session began; where several reasons hold, the one that is declared first. */
public enum StartedBy {
  /** Nothing was seen of the visitor in the 30 days before. */
  FIRST("first"),
  /** The pause since the event before was longer than the gap. */
  GAP("gap"),
  /** The session before would have lasted too long. */
  MAX_DURATION("max_duration"),
  /** An event came by another campaign than the session before. */
  CAMPAIGN("campaign"),
  /** A new shop-local day began. */
  MIDNIGHT("midnight"),
  /** Another person signed in. */
  LOGIN("login");

  private final String label;

  StartedBy(String label) {
    this.label = label;
  }

  /** The name as it stands in tables. */
  public String label() {
    return label;
  }
}
