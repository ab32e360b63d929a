package io.shoplake.batch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class FormatTest {

  private static final List<String> COLUMNS = List.of("name", "n");
  private static final List<List<String>> ROWS =
      List.of(List.of("a \"b\",\nc", "1"), Arrays.asList(null, "22"));

  @Test
  void aTableAlignsItsColumnsAndKeepsEachRowOnOneLine() {
    assertThat(printed(Format.TABLE))
        .isEqualTo(
            """
            name       n
            ---------  --
            a "b",\\nc   1
                       22
            """);
  }

  @Test
  void csvQuotesWhatWouldBreakIt() {
    assertThat(printed(Format.CSV)).isEqualTo("name,n\n\"a \"\"b\"\",\nc\",1\n,22\n");
  }

  @Test
  void jsonIsOneObjectPerLine() {
    assertThat(printed(Format.JSON))
        .isEqualTo("{\"name\":\"a \\\"b\\\",\\nc\",\"n\":\"1\"}\n{\"name\":null,\"n\":\"22\"}\n");
  }

  @Test
  void noRowsLeaveTheHeader() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    Format.CSV.print(COLUMNS, List.of(), new PrintStream(bytes, true, StandardCharsets.UTF_8));
    assertThat(bytes.toString(StandardCharsets.UTF_8)).isEqualTo("name,n\n");
  }

  private static String printed(Format format) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    format.print(COLUMNS, ROWS, new PrintStream(bytes, true, StandardCharsets.UTF_8));
    return bytes.toString(StandardCharsets.UTF_8);
  }
}
