package io.shoplake.local;

/** Which program runs a command. */
enum Program {
  /** In the launcher's own first JVM. */
  HERE("local", "io.shoplake.local.Shoplake"),
  /** In module local too, but with the endpoints of the services in its environment. */
  LOCAL("local", "io.shoplake.local.Shoplake"),
  PRINT("local", "io.shoplake.parsing.PrintSchemas"),
  INGEST("ingest", "io.shoplake.ingest.Ingest"),
  COLLECT("collector", "io.shoplake.collector.Collect"),
  BENCH("benchmarks", "io.shoplake.benchmarks.Bench"),
  STREAMING("jobs-streaming", "io.shoplake.streaming.Streaming"),
  BATCH("jobs-batch", "io.shoplake.batch.Batch"),
  REFRESH("jobs-refresh", "io.shoplake.refresh.Refresh");

  private final String module;
  private final String mainClass;

  Program(String module, String mainClass) {
    this.module = module;
    this.mainClass = mainClass;
  }

  String module() {
    return module;
  }

  String mainClass() {
    return mainClass;
  }
}
