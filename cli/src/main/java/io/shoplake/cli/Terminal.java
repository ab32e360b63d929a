package io.shoplake.cli;

import java.util.Map;

/** Whether people are reading along; Java itself can only tell for input and output together. */
public final class Terminal {

  /** Set by the launcher when stderr is a terminal. */
  public static final String VARIABLE = "SHOPLAKE_TERMINAL";

  private Terminal() {}

  /** Whether messages and progress go to a terminal. */
  public static boolean ofMessages() {
    return ofMessages(System.getenv());
  }

  static boolean ofMessages(Map<String, String> environment) {
    return "true".equals(environment.get(VARIABLE)) && !environment.containsKey("NO_COLOR");
  }
}
