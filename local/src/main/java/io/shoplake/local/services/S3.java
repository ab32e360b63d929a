package io.shoplake.local.services;

import io.shoplake.local.EnvironmentFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** An S3 server whose buckets are folders. */
final class S3 implements Service {

  static final String BUCKET = "lake";

  private static final String MODULE = "local/s3";
  private static final String ACCESS_KEY = "S3_ACCESS_KEY";
  private static final String SECRET_KEY = "S3_SECRET_KEY";
  private static final int PATIENCE_MILLIS = 2000;

  @Override
  public String name() {
    return "s3";
  }

  @Override
  public String title() {
    return "the S3 server";
  }

  @Override
  public List<String> prepare(Site site, int port) {
    Path data = site.home().data(name());
    try {
      Files.createDirectories(data.resolve(BUCKET));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Map<String, String> properties = new LinkedHashMap<>();
    properties.put("s3proxy.endpoint", "http://127.0.0.1:" + port);
    properties.put("s3proxy.authorization", "aws-v2-or-v4");
    properties.put("s3proxy.identity", site.secret(ACCESS_KEY));
    properties.put("s3proxy.credential", site.secret(SECRET_KEY));
    properties.put("jclouds.provider", "filesystem");
    properties.put("jclouds.filesystem.basedir", data.toString());
    Path file = site.home().run("s3.properties");
    EnvironmentFile.writePrivate(file, EnvironmentFile.lines(properties).replace("\\", "\\\\"));
    List<String> words =
        new ArrayList<>(
            site.java(name(), site.installation().classPath(MODULE), "org.gaul.s3proxy.Main"));
    words.addAll(List.of("--properties", file.toString()));
    return words;
  }

  /** Any answer will do: without a signature it is a refusal. */
  @Override
  public boolean answers(Site site, int port) {
    try {
      HttpURLConnection connection =
          (HttpURLConnection) new URL("http://127.0.0.1:" + port + "/").openConnection();
      connection.setConnectTimeout(PATIENCE_MILLIS);
      connection.setReadTimeout(PATIENCE_MILLIS);
      return connection.getResponseCode() == HttpURLConnection.HTTP_FORBIDDEN;
    } catch (IOException e) {
      return false;
    }
  }

  @Override
  public Map<String, String> settings(Site site, int port) {
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put("SHOPLAKE_LAKE", "s3a://" + BUCKET);
    settings.put("SHOPLAKE_S3_ENDPOINT", "http://127.0.0.1:" + port);
    settings.put("SHOPLAKE_S3_ACCESS_KEY", site.secret(ACCESS_KEY));
    settings.put("SHOPLAKE_S3_SECRET_KEY", site.secret(SECRET_KEY));
    settings.put("SHOPLAKE_S3_REGION", "us-east-1");
    return settings;
  }
}
