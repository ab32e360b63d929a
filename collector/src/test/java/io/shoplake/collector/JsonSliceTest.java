package io.shoplake.collector;

import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class JsonSliceTest {

  private static final List<String> VALUES =
      List.of(
          "7",
          "-1.50e+3",
          "true",
          "null",
          "\"\"",
          "\"ü€😀\\u00e4\\\"\"",
          "[]",
          "[ ]",
          "{ }",
          "[1,\"]\",[2 ]]",
          "{\"a\" :{\"}\":1}}",
          "\"%s\"".formatted("long ä ".repeat(3000)));

  @Test
  void everyElementOfAnArrayIsFoundByteForByte() throws Refusal {
    for (int seed = 0; seed < 2000; seed++) {
      Random dice = new Random(seed);
      List<String> values = new ArrayList<>();
      StringBuilder text = new StringBuilder(space(dice)).append('[');
      int count = dice.nextInt(6);
      for (int i = 0; i < count; i++) {
        values.add(VALUES.get(dice.nextInt(VALUES.size())));
        text.append(i > 0 ? "," : "").append(space(dice)).append(values.get(i)).append(space(dice));
      }
      text.append(']').append(space(dice));

      JsonSlice whole = JsonSlice.of(text.toString().getBytes(UTF_8));

      assertThat(whole.raw()).as("seed %d", seed).isEqualTo(text.toString().strip());
      assertThat(whole.elements(6)).extracting(JsonSlice::raw).isEqualTo(values);
    }
  }

  @Test
  void everyMemberOfANestedObjectIsFoundByteForByte() throws Refusal {
    for (String value : VALUES) {
      String inner = "{ \"é\\n\" : %s , \"z\":0}".formatted(value);
      JsonSlice whole = JsonSlice.of((" {\"ü\":[1, %s ]}".formatted(inner)).getBytes(UTF_8));

      JsonSlice found = whole.members(Set.of("ü")).get("ü").elements(2).get(1);

      assertThat(found.raw()).isEqualTo(inner);
      Map<String, JsonSlice> members = found.members(Set.of("é\n", "z"));
      assertThat(members.get("é\n").raw()).isEqualTo(value);
      assertThat(members.get("z").scalar()).isEqualTo("0");
    }
  }

  @Test
  void onlyWhatIsAskedForIsKept() throws Refusal {
    JsonSlice whole = JsonSlice.of("{\"a\":{\"b\":[1]},\"b\":2,\"c\":[0,0,0]}".getBytes(UTF_8));

    assertThat(whole.members(Set.of("b", "c"))).containsOnlyKeys("b", "c");
    JsonSlice list = whole.members(Set.of("c")).get("c");
    assertThat(list.elements(3)).hasSize(3);
    assertThatThrownBy(() -> list.elements(2)).isInstanceOf(Refusal.class);
  }

  @Test
  void otherEncodingsAreNotJson() {
    for (Charset encoding : List.of(UTF_16BE, UTF_16LE, Charset.forName("UTF-32"))) {
      assertThatThrownBy(() -> JsonSlice.of("{\"a\":1}".getBytes(encoding)))
          .isInstanceOf(Refusal.class);
    }
    assertThatThrownBy(() -> JsonSlice.of("\ufeff{}".getBytes(UTF_8))).isInstanceOf(Refusal.class);
  }

  private static String space(Random dice) {
    return List.of("", "", " ", "\n\t ", "\r\n").get(dice.nextInt(5));
  }
}
