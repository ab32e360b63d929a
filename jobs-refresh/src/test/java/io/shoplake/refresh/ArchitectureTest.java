package io.shoplake.refresh;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.conditions.ArchConditions;
import java.time.Instant;
import java.time.LocalDate;
import org.junit.jupiter.api.Test;

/** What the module graph alone cannot hold. */
class ArchitectureTest {

  private static final JavaClasses OURS =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("io.shoplake");

  private static void holds(ArchRule rule) {
    rule.check(OURS);
  }

  @Test
  void streamAndBatchMeetInTablesOnly() {
    holds(
        noClasses()
            .that()
            .resideInAPackage("io.shoplake.streaming..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.shoplake.batch.."));
    holds(
        noClasses()
            .that()
            .resideInAPackage("io.shoplake.batch..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.shoplake.streaming.."));
  }

  @Test
  void onlyTheLakeKnowsDelta() {
    holds(
        noClasses()
            .that()
            .resideOutsideOfPackage("io.shoplake.lake..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.delta..", "org.apache.spark.sql.delta.."));
  }

  @Test
  void declarationsAndTheEngineArePlainJava() {
    holds(
        classes()
            .that()
            .resideInAPackage("io.shoplake.layout..")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage("io.shoplake.layout..", "java.."));
    holds(
        classes()
            .that()
            .resideInAPackage("io.shoplake.sessions..")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage("io.shoplake.sessions..", "java.."));
  }

  @Test
  void parsingKnowsNoSpark() {
    holds(
        noClasses()
            .that()
            .resideInAnyPackage("io.shoplake.parsing..", "io.shoplake.cli..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.apache.."));
  }

  @Test
  void whatDecidesContentAsksNoClock() {
    holds(
        noClasses()
            .that()
            .resideInAnyPackage(
                "io.shoplake.layout..", "io.shoplake.parsing..", "io.shoplake.sessions..")
            .should()
            .callMethod(Instant.class, "now")
            .orShould()
            .callMethod(LocalDate.class, "now")
            .orShould()
            .callMethod(System.class, "currentTimeMillis"));
  }

  @Test
  void onlyAMainEndsTheProcess() {
    holds(
        noClasses()
            .that(
                new com.tngtech.archunit.base.DescribedPredicate<JavaClass>("have no main") {
                  @Override
                  public boolean test(JavaClass type) {
                    return type.tryGetMethod("main", String[].class).isEmpty();
                  }
                })
            .should(ArchConditions.callMethod(System.class, "exit", int.class)));
  }
}
