package io.shoplake.collector;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What PostHog's clients ask for besides sending events: there is nothing, and all is well. */
final class PostHogAnswers {

  private static final Pattern CONFIG =
      Pattern.compile("/array/([A-Za-z0-9_-]{1,128})/config(\\.js)?");

  private PostHogAnswers() {}

  /** The answer to {@code path}, whatever is sent there; empty if this is no such path. */
  static Optional<Answer> to(String path) {
    Matcher config = CONFIG.matcher(path);
    if (config.matches()) {
      return Optional.of(
          config.group(2) == null
              ? Answer.json(200, PostHogAnswers::config)
              : configScript(config.group(1)));
    }
    if (path.startsWith("/static/") || path.matches("/array/[^/]+/array\\.js")) {
      return Optional.of(Answer.script("/* Nothing of PostHog's is served here. */\n"));
    }
    return switch (path) {
      case "/flags", "/decide" -> Optional.of(Answer.json(200, PostHogAnswers::flags));
      case "/s", "/engage" -> Optional.of(taken());
      default -> Optional.empty();
    };
  }

  /** What a client that sent something is told. */
  static Answer taken() {
    return Answer.json(200, json -> json.writeStringField("status", "Ok"));
  }

  // A page asks for the settings of its own key, which therefore stands in the script.
  private static Answer configScript(String key) {
    String text = Answer.object(PostHogAnswers::config);
    return Answer.script(
        """
        (function () {
          window._POSTHOG_REMOTE_CONFIG = window._POSTHOG_REMOTE_CONFIG || {};
          window._POSTHOG_REMOTE_CONFIG["%s"] = {config: %s, siteApps: []};
        })();
        """
            .formatted(key, text));
  }

  private static void flags(JsonGenerator json) throws IOException {
    config(json);
    json.writeBooleanField("errorsWhileComputingFlags", false);
    json.writeObjectFieldStart("flags");
    json.writeEndObject();
    json.writeObjectFieldStart("featureFlags");
    json.writeEndObject();
    json.writeObjectFieldStart("featureFlagPayloads");
    json.writeEndObject();
  }

  private static void config(JsonGenerator json) throws IOException {
    json.writeArrayFieldStart("supportedCompression");
    json.writeString("gzip");
    json.writeString("gzip-js");
    json.writeEndArray();
    for (String part :
        new String[] {
          "autocapture_opt_out",
          "autocaptureExceptions",
          "capturePerformance",
          "captureDeadClicks",
          "defaultIdentifiedOnly",
          "hasFeatureFlags",
          "heatmaps",
          "isAuthenticated",
          "sessionRecording",
          "surveys"
        }) {
      json.writeBooleanField(part, false);
    }
    json.writeArrayFieldStart("siteApps");
    json.writeEndArray();
    json.writeObjectFieldStart("toolbarParams");
    json.writeEndObject();
  }
}
