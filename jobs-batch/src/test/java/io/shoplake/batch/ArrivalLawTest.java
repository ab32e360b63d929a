package io.shoplake.batch;

import static org.assertj.core.api.Assertions.assertThat;

import io.shoplake.batch.ArrivalLaw.Partition;
import org.junit.jupiter.api.Test;

class ArrivalLawTest {

  @Test
  void whatIsInKafkaAndBronzeAndReadAddsUp() {
    assertThat(partition(0, 10, 0, 9, 10, 10).difference()).isZero();
  }

  @Test
  void whatKafkaHasFromBeforeBronzeBeganIsMissing() {
    assertThat(partition(0, 10, 3, 9, 7, 7).missing()).isEqualTo(3);
    assertThat(partition(0, 10, 3, 9, 7, 7).difference()).isEqualTo(3);
  }

  @Test
  void whatHasComeSinceTheLastBatchWaitsAndIsNoDifference() {
    assertThat(partition(0, 12, 0, 9, 10, 10).waiting()).isEqualTo(2);
    assertThat(partition(4, 10, -1, -1, 0, 0).waiting()).isEqualTo(6);
    assertThat(partition(0, 12, 0, 9, 10, 10).difference()).isZero();
    assertThat(partition(7, 10, 0, 9, 10, 10).waiting()).isZero();
  }

  @Test
  void whatKafkaHasLetGoOfIsNoDifference() {
    assertThat(partition(7, 10, 0, 9, 10, 10).difference()).isZero();
    assertThat(partition(-1, -1, 0, 9, 10, 10).difference()).isZero();
  }

  @Test
  void anOffsetThatBronzeHasTwiceOrNotAtAllIsADifference() {
    assertThat(partition(0, 10, 0, 9, 9, 9).gaps()).isEqualTo(1);
    assertThat(partition(0, 10, 0, 9, 11, 11).gaps()).isEqualTo(1);
  }

  @Test
  void whatWasReadTwiceOrNotAtAllIsADifference() {
    assertThat(partition(0, 10, 0, 9, 10, 9).unread()).isEqualTo(1);
    assertThat(partition(0, 10, 0, 9, 10, 11).unread()).isEqualTo(1);
  }

  @Test
  void aTopicThatNoStreamReadsIsOnlyKept() {
    assertThat(partition(0, 10, 0, 9, 10, -1).difference()).isZero();
  }

  private static Partition partition(
      long kafkaFirst, long kafkaEnd, long first, long last, long rows, long read) {
    return new Partition("shop.events", 0, kafkaFirst, kafkaEnd, first, last, rows, read);
  }
}
