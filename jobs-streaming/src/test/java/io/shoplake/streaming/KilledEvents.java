package io.shoplake.streaming;

import io.shoplake.lake.Lake;
import io.shoplake.lake.LocalSpark;

/** Runs the events query in a process that dies at one point of a batch, as by kill -9. */
final class KilledEvents {

  /** The exit code of a process that was killed. */
  static final int KILLED = 137;

  private KilledEvents() {}

  /** Arguments: root of the lake; "before" or "after"; the table at whose write it dies. */
  public static void main(String[] arguments) {
    String point = arguments[1] + " " + arguments[2];
    StreamScript.at(Lake.at(LocalSpark.session(), arguments[0]))
        .events(
            new BatchSteps() {
              @Override
              public void before(String table) {
                dieAt("before " + table);
              }

              @Override
              public void after(String table) {
                dieAt("after " + table);
              }

              private void dieAt(String here) {
                if (here.equals(point)) {
                  Runtime.getRuntime().halt(KILLED);
                }
              }
            });
  }
}
