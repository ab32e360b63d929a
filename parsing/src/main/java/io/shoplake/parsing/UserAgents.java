package io.shoplake.parsing;

/** What the agent text of a browser or program tells about it. */
public final class UserAgents {

  /**
   * What sent an event.
   *
   * @param device desktop, mobile, tablet or unknown
   * @param isBot whether it is a robot, a headless browser or a programming library
   */
  public record Agent(String device, boolean isBot) {}

  private UserAgents() {}

  /** What {@code userAgent} on {@code platform} is; either may be null. */
  public static Agent of(String platform, String userAgent) {
    return new Agent("unknown", false);
  }
}
