package io.shoplake.streaming;

/** Told before and after each write of a micro-batch, so that a test can end the process there. */
interface BatchSteps {

  BatchSteps NONE =
      new BatchSteps() {
        @Override
        public void before(String table) {}

        @Override
        public void after(String table) {}
      };

  void before(String table);

  void after(String table);
}
