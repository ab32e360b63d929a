package io.shoplake.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shoplake.ingest.extract.RowJson;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Values of every type, as real databases give them, lose nothing on the way. */
@Timeout(180)
class TypesIT {

  private static final String HUGE = "ß€😀".repeat(700_000);

  @TempDir private static Path folder;

  private static List<JsonNode> rows(SourceDatabase database, String tables) throws Exception {
    Path file = Files.writeString(folder.resolve("tables.yaml"), tables);
    Path to = Files.createTempDirectory(folder, "rows");
    Run run =
        Run.of(
            new Ingest(),
            "extract",
            "jdbc",
            "--tables=" + file,
            "--url=" + database.url(),
            "--user=" + database.user(),
            "--to=" + to);
    assertThat(run.exitCode()).as(run.err()).isZero();
    return Messages.in(to, "source.rows");
  }

  private static void assertRow(JsonNode message, String expected) throws Exception {
    ObjectNode row = message.get("row").deepCopy();
    assertThat(row.toPrettyString()).isEqualTo(RowJson.JSON.readTree(expected).toPrettyString());
  }

  @Test
  void postgresGivesEveryTypeUnchanged() throws Exception {
    try (PostgresDatabase database = new PostgresDatabase()) {
      database.execute(
          "CREATE TYPE mood AS ENUM ('glad', 'so so')",
          """
          CREATE TABLE every_type (
            id bigint PRIMARY KEY, s smallint, n numeric(38, 10), nan numeric, r real, d double precision,
            d_nan double precision, d_inf real, b boolean, c char(5), t text, bin bytea, dt date, early date,
            never date, ti time(6), tz timestamptz, ts timestamp, always timestamptz, j json, jb jsonb,
            u uuid, m mood, a int[], at text[], atz timestamptz[], iv interval, mo money, nothing text)""",
          """
          INSERT INTO every_type VALUES (
            9223372036854775807, -32768, 1234567890123456789012345678.0123456789, 'NaN', 0.1, 1e-300,
            'NaN', '-Infinity', true, 'ab', E'Grüße 😀\\n"\\\\', '\\x00ff10', '2024-02-29', '0044-03-15 BC',
            'infinity', '23:59:59.999999', '2026-03-29 03:30:00.123456+02', '2026-03-29 02:30:00.5',
            '-infinity', '{"a": 1e400, "a": 2}', '{"b": [1, 2]}', '123e4567-e89b-12d3-a456-426614174000',
            'so so', '{{1,2},{3,NULL}}', '{"a,b",NULL,"NULL"}', '{2026-01-01 00:00:00+01}',
            '1 year 2 days 03:04:05.6', 1234.5, NULL)""",
          "CREATE TABLE no_rows (id int PRIMARY KEY)",
          "CREATE TABLE secrets (id text PRIMARY KEY, payload jsonb, list jsonb[], note text, kept json)",
          """
          INSERT INTO secrets VALUES (
            '{"pin": 1}', '{"iban": "DE89", "card_number": "4111", "n": 1.50}',
            ARRAY['{"cvv": 1}'::jsonb, '{"n": 1}'], '[{"password": "x"}, 2]', '{"token": "gift"}')""",
          "CREATE SCHEMA \"Odd Shop\"",
          "CREATE TABLE \"Odd Shop\".\"or\"\"der.s\" (\"a b\" int, \"c\"\"d\" text, PRIMARY KEY (\"c\"\"d\", \"a b\"))",
          "INSERT INTO \"Odd Shop\".\"or\"\"der.s\" VALUES (1, 'x/y')");
      List<JsonNode> messages =
          rows(
              database,
              """
              source: types
              tables:
                every_type:
                public.no_rows:
                secrets: {keep: [kept]}
                '"Odd Shop"."or""der.s"':
              """);
      assertThat(messages).hasSize(3);
      assertThat(messages.get(2).get("key").asText()).isEqualTo("[\"x/y\",1]");
      assertRow(
          messages.get(1),
          """
          {"id": "{\\"pin\\": 1}", "payload": "{\\"n\\":1.50}", "list": ["{}", "{\\"n\\": 1}"],
           "note": "[{},2]", "kept": "{\\"token\\": \\"gift\\"}"}""");
      assertThat(messages.get(0).get("key").asText()).isEqualTo("9223372036854775807");
      assertRow(
          messages.get(0),
          """
          {"id": 9223372036854775807, "s": -32768, "n": 1234567890123456789012345678.0123456789,
           "nan": "NaN", "r": 0.1, "d": 1.0E-300, "d_nan": "NaN", "d_inf": "-Infinity", "b": true,
           "c": "ab   ", "t": "Grüße 😀\\n\\"\\\\", "bin": {"base64": "AP8Q"}, "dt": "2024-02-29",
           "early": "-0043-03-15", "never": "infinity", "ti": "23:59:59.999999",
           "tz": "2026-03-29T01:30:00.123456Z", "ts": "2026-03-29T02:30:00.5", "always": "-infinity",
           "j": "{\\"a\\": 1e400, \\"a\\": 2}", "jb": "{\\"b\\": [1, 2]}",
           "u": "123e4567-e89b-12d3-a456-426614174000", "m": "so so", "a": [[1, 2], [3, null]],
           "at": ["a,b", null, "NULL"], "atz": ["2025-12-31T23:00:00Z"], "iv": "P1Y2DT3H4M5.6S",
           "mo": 1234.50, "nothing": null}""");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"mysql", "mariadb"})
  void mariaDbGivesEveryTypeUnchanged(String driver) throws Exception {
    try (MariaDatabase database = MariaDatabase.by(driver)) {
      database.execute(
          "DROP DATABASE shop",
          "CREATE DATABASE shop",
          "USE shop",
          "SET SESSION sql_mode = ''",
          """
          CREATE TABLE every_type (
            id bigint unsigned PRIMARY KEY, ti tinyint(1), tu tinyint unsigned, mi mediumint,
            z int(8) zerofill, n decimal(38, 10), f float, f_big float, d double, b1 bit(1), b10 bit(10),
            c char(5), t longtext CHARACTER SET utf8mb4, l varchar(20) CHARACTER SET latin1,
            w varchar(20) CHARACTER SET utf16, bin varbinary(9), bl longblob, dt date, dt_zero date,
            dt_part date, dtm datetime(6), dtm_zero datetime, ts timestamp(6) NULL, tm time(3), y year,
            j json, more json, e enum('a', 'so so'), st set('x', 'y'), nothing int) CHARACTER SET utf8mb4""",
          "SET SESSION time_zone = '+02:00'",
          """
          INSERT INTO every_type VALUES (
            18446744073709551615, 2, 255, -8388608, 42, 1234567890123456789012345678.0123456789,
            0.1, 16777215, 1e-300, b'1', b'1000000001', 'ab', 'Grüße 😀', 'café', 'Ω', x'00ff10', x'',
            '2024-02-29', '0000-00-00', '2024-00-15', '2026-03-29 02:30:00.123450', '0000-00-00 00:00:00',
            '2026-03-29 03:30:00.123456', '-838:59:59.500', 2026, '{"a": 1}',
            '{"iban": "DE89", "n": 1.50}', 'so so', 'x,y', NULL)""",
          "CREATE TABLE huge (id int PRIMARY KEY, t longtext CHARACTER SET utf8mb4)",
          "INSERT INTO huge VALUES (1, REPEAT('ß€😀', 700000))",
          "CREATE TABLE no_rows (id int PRIMARY KEY)",
          "CREATE TABLE `or``der s` (`a b` int, `c\"d` varchar(9), PRIMARY KEY (`c\"d`, `a b`))",
          "INSERT INTO `or``der s` VALUES (1, 'x/y')",
          "CREATE TABLE no_key (a int, b varchar(9))",
          "INSERT INTO no_key VALUES (1, 'x'), (1, 'x'), (2, NULL)");
      List<JsonNode> messages =
          rows(
              database,
              """
              source: types
              tables:
                every_type:
                shop.no_rows:
                shop.or`der s:
                huge:
                no_key:
              """);
      assertThat(messages).hasSize(6);
      assertThat(messages.get(0).get("key").asText()).isEqualTo("18446744073709551615");
      assertRow(
          messages.get(0),
          """
          {"id": 18446744073709551615, "ti": 2, "tu": 255, "mi": -8388608, "z": 42,
           "n": 1234567890123456789012345678.0123456789, "f": 0.1, "f_big": 1.6777215E7,
           "d": 1.0E-300, "b1": true, "b10": 513, "c": "ab", "t": "Grüße 😀", "l": "café", "w": "Ω",
           "bin": {"base64": "AP8Q"}, "bl": {"base64": ""}, "dt": "2024-02-29",
           "dt_zero": "0000-00-00", "dt_part": "2024-00-15", "dtm": "2026-03-29T02:30:00.12345",
           "dtm_zero": "0000-00-00T00:00:00", "ts": "2026-03-29T01:30:00.123456Z",
           "tm": "-838:59:59.5", "y": 2026, "j": "{\\"a\\": 1}", "more": "{\\"n\\":1.50}", "e": "so so", "st": "x,y",
           "nothing": null}""");
      assertThat(messages.get(1).get("key").asText()).isEqualTo("[\"x/y\",1]");
      assertThat(messages.get(2).get("row").get("t").asText()).isEqualTo(HUGE);
      assertThat(messages.subList(3, 6))
          .extracting(message -> message.get("key").asText())
          .doesNotHaveDuplicates();
    }
  }
}
