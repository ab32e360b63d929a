package io.shoplake.layout;

/**
 * How far a change of one day's facts reaches into other days of a table.
 *
 * @param back days before the changed day that change with it
 * @param forward days after the changed day that change with it; {@link #OPEN} for all of them
 */
public record Reach(int back, int forward) {

  /** Every later day. */
  public static final int OPEN = Integer.MAX_VALUE;

  /** Only the changed day itself. */
  public static final Reach SAME_DAY = new Reach(0, 0);

  /** The changed day and every later one, as where something counts as the first of its kind. */
  public static final Reach ALL_LATER_DAYS = new Reach(0, OPEN);
}
