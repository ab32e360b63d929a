package io.shoplake.parsing;

/** Names the channel that brought a visitor. */
public final class Channels {

  private Channels() {}

  /**
   * The channel: Direct, Organic Search, Paid Search, Organic Social, Paid Social, Email,
   * Affiliates, Referral, Display or Unassigned. Anything may be null.
   *
   * @param referrer address of the page before
   * @param pageHost host of the page itself; a referrer on it is no referrer
   */
  public static String of(
      String source, String medium, String clickId, String referrer, String pageHost) {
    return "Direct";
  }
}
