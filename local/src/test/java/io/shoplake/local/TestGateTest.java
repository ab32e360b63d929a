package io.shoplake.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TestGateTest {

  @Test
  void passedFailedAndSkippedAreToldApartWithTheirReasons(@TempDir Path root) throws IOException {
    report(
        root.resolve("a/target/surefire-reports/TEST-x.FirstTest.xml"),
        """
        <testcase name="good" classname="x.FirstTest" time="0.1"/>
        <testcase name="bad" classname="x.FirstTest">
          <failure message="expected 1&#10;but was 2" type="AssertionError">stack</failure>
        </testcase>
        <testcase name="broken" classname="x.FirstTest">
          <error type="java.io.IOException">java.io.IOException&#10;\tat x.FirstTest</error>
        </testcase>
        """);
    report(
        root.resolve("local/kafka/target/failsafe-reports/TEST-x.SecondIT.xml"),
        """
        <testcase name="left" classname="x.SecondIT"><skipped message="no sample data"/></testcase>
        <testcase name="out" classname="x.SecondIT">
          <skipped type="a.AbortedException">a.AbortedException: Assumption failed: no tool&#10;\tat x</skipped>
        </testcase>
        """);

    assertThat(TestGate.results(root))
        .containsExactlyInAnyOrder(
            new TestGate.Result("x.FirstTest.good", TestGate.End.PASSED, ""),
            new TestGate.Result("x.FirstTest.bad", TestGate.End.FAILED, "expected 1"),
            new TestGate.Result("x.FirstTest.broken", TestGate.End.FAILED, "java.io.IOException"),
            new TestGate.Result("x.SecondIT.left", TestGate.End.SKIPPED, "no sample data"),
            new TestGate.Result("x.SecondIT.out", TestGate.End.SKIPPED, "no tool"));
  }

  private static void report(Path file, String cases) throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(file, "<testsuite name=\"x\">" + cases + "</testsuite>");
  }
}
