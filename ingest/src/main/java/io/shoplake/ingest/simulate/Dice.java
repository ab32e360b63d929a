package io.shoplake.ingest.simulate;

import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import java.util.UUID;

/** Seeded chance: the same seed gives the same throws on every machine. */
final class Dice {

  private final SplittableRandom random;

  private Dice(SplittableRandom random) {
    this.random = random;
  }

  /** Dice of their own for the {@code number}-th thing of a kind. */
  static Dice of(long seed, String kind, long number) {
    long mixed = seed * 0x9E3779B97F4A7C15L + kind.hashCode();
    mixed = (mixed ^ (mixed >>> 32)) * 0xD6E8FEB86659FD93L + number;
    return new Dice(new SplittableRandom(mixed));
  }

  boolean chance(double probability) {
    return random.nextDouble() < probability;
  }

  /** From {@code low} to {@code high}, both included. */
  long between(long low, long high) {
    return random.nextLong(low, high + 1);
  }

  int below(int bound) {
    return random.nextInt(bound);
  }

  <T> T pick(List<T> choices) {
    return choices.get(random.nextInt(choices.size()));
  }

  /** An index, with a chance that grows with its weight. */
  int weighted(double[] weights) {
    double sum = 0;
    for (double weight : weights) {
      sum += weight;
    }
    double at = random.nextDouble() * sum;
    for (int index = 0; index < weights.length; index++) {
      at -= weights[index];
      if (at < 0) {
        return index;
      }
    }
    return weights.length - 1;
  }

  /** Positive, mostly near {@code median}, now and then much more: as waiting times are. */
  double around(double median, double spread) {
    // StrictMath, as Math may round differently from machine to machine.
    double normal =
        StrictMath.sqrt(-2 * StrictMath.log(1 - random.nextDouble()))
            * StrictMath.cos(2 * StrictMath.PI * random.nextDouble());
    return median * StrictMath.exp(spread * normal);
  }

  /** At least 1; each further one with the probability {@code more}. */
  int oneOrMore(double more, int most) {
    int count = 1;
    while (count < most && chance(more)) {
      count++;
    }
    return count;
  }

  String hex(int digits) {
    HexFormat hex = HexFormat.of();
    String text = hex.toHexDigits(random.nextLong()) + hex.toHexDigits(random.nextLong());
    return text.substring(0, digits);
  }

  String uuid() {
    return new UUID(random.nextLong(), random.nextLong()).toString();
  }
}
