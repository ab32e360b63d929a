package io.shoplake.ingest;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The words of a command. */
final class Words {

  private Words() {}

  /** Those of {@code usual}, but for options that {@code others} set otherwise. */
  static List<String> of(List<String> usual, String... others) {
    List<String> words = new ArrayList<>(usual);
    for (String other : others) {
      String option = other.replaceFirst("=.*", "=");
      words.removeIf(word -> word.startsWith(option));
    }
    words.addAll(Arrays.asList(others));
    return words;
  }
}
