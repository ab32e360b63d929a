package io.shoplake.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class SparkFlagsTest {

  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

  @Test
  void sparkGetsEveryFlagThatItsOwnLauncherWouldAdd() throws Exception {
    Path jars = ROOT.resolve("jobs-refresh/target/classpath.txt");
    assumeTrue(Files.exists(jars), "skipped: jobs-refresh is not packaged");
    Path launcher =
        Arrays.stream(Files.readString(jars).split(File.pathSeparator))
            .map(Path::of)
            .filter(jar -> jar.getFileName().toString().startsWith("spark-launcher"))
            .findFirst()
            .orElseThrow();
    try (URLClassLoader classes = new URLClassLoader(new URL[] {launcher.toUri().toURL()})) {
      String options =
          (String)
              classes
                  .loadClass("org.apache.spark.launcher.JavaModuleOptions")
                  .getMethod("defaultModuleOptions")
                  .invoke(null);
      List<String> opened =
          Arrays.stream(options.split(" ")).filter(word -> word.startsWith("--add-opens")).toList();
      assertThat(opened).isNotEmpty();
      assertThat(Launch.SPARK_FLAGS).containsAll(opened);
    }
  }
}
