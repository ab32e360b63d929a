package io.shoplake.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.shoplake.cli.ExitCode;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** How an extraction of a database ends. */
class ExtractJdbcTest {

  /** Is asked to stop as soon as it waits. */
  private static final Waiting STOPPED =
      new Waiting() {
        @Override
        public void pause(Duration time) {
          throw new Stopped();
        }

        @Override
        public void check() {}
      };

  @TempDir private Path folder;

  @Test
  void anExtractionThatIsStoppedSaysWhatItDid() {
    StringWriter out = new StringWriter();
    int exitCode =
        new CommandLine(new ExtractJdbc(STOPPED))
            .setOut(new PrintWriter(out))
            .execute(
                // Nothing listens there, so it waits before it tries again.
                "--url=jdbc:postgresql://localhost:1/shop", "--tables=northwind", "--to=" + folder);
    assertThat(exitCode).isEqualTo(ExitCode.STOPPED.number());
    assertThat(out).asString().startsWith("Extracted 0 changed rows");
  }
}
