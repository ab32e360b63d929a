package io.shoplake.ingest.simulate;

import io.shoplake.ingest.MessageSink;

/** Finds out how large a simulation must be to send so many messages. */
public final class TrialRuns {

  private static final int FEW = 200;
  private static final int MANY = 1200;

  private TrialRuns() {}

  /**
   * {@code plan} with the same number of visitors in each shop, who make about {@code messages}.
   */
  public static Simulation.Plan sending(long messages, Simulation.Plan plan) {
    long few = messages(plan.sized(FEW));
    long many = messages(plan.sized(MANY));
    double perVisitor = (double) (many - few) / (MANY - FEW);
    long visitors = Math.round(FEW + (messages - few) / perVisitor);
    return plan.sized((int) Math.max(1, Math.min(Integer.MAX_VALUE / 2, visitors)));
  }

  private static long messages(Simulation.Plan plan) {
    long[] messages = new long[1];
    new Simulation(plan, MessageSink.NOWHERE).run(sent -> messages[0] = sent);
    return messages[0];
  }
}
