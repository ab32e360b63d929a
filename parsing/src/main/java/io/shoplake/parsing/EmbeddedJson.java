package io.shoplake.parsing;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonStreamContext;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import java.io.IOException;
import java.io.StringWriter;
import java.util.function.Consumer;

/**
 * Texts that hold JSON, as columns of databases and properties of events do, without what may not
 * be kept. A text that loses nothing stays as it is, letter by letter; one that is not JSON does,
 * too, unless it breaks off after something that may not be kept. JSON in the texts of JSON counts.
 */
public final class EmbeddedJson {

  private static final int DEEPEST = 1000;
  private static final JsonFactory JSON = StrictJson.factory(DEEPEST);

  /** What may not be kept. */
  private enum Rule {
    SECRETS {
      @Override
      boolean leavesOut(String name) {
        return PersonalKeys.isSecret(name);
      }

      @Override
      String plain(String text) {
        return text;
      }
    },
    PERSONAL {
      @Override
      boolean leavesOut(String name) {
        return PersonalKeys.isDenied(name) || EmailAddresses.isOrHolds(name);
      }

      @Override
      String plain(String text) {
        return EmailAddresses.without(
            PageAddress.isOne(text) ? PageAddress.withoutPersonalData(text) : text);
      }
    };

    /** Whether what stands under {@code name} may not be kept. */
    abstract boolean leavesOut(String name);

    /** What may be kept of a text that is no JSON; null for nothing. */
    abstract String plain(String text);
  }

  private final Rule rule;
  private final Consumer<String> names;
  private boolean isChanged;

  private EmbeddedJson(Rule rule, Consumer<String> names) {
    this.rule = rule;
    this.names = names;
  }

  /**
   * {@code text} without secrets.
   *
   * @param names told what was taken out, as dotted paths without list positions
   * @return null if nothing can be kept: JSON that breaks off after a secret, or is too deep to be
   *     looked through
   */
  public static String withoutSecrets(String text, Consumer<String> names) {
    return kept(text, Rule.SECRETS, names);
  }

  /** {@code text} without personal data; null if nothing of it can be kept. */
  static String withoutPersonalData(String text) {
    return kept(text, Rule.PERSONAL, name -> {});
  }

  private static String kept(String text, Rule rule, Consumer<String> names) {
    return mayBeJson(text) ? new EmbeddedJson(rule, names).copied(text) : rule.plain(text);
  }

  /** A list or an object, or one that was written as JSON twice. */
  private static boolean mayBeJson(String text) {
    int start = 0;
    while (start < text.length() && Character.isWhitespace(text.charAt(start))) {
      start++;
    }
    return start < text.length() && "{[\"".indexOf(text.charAt(start)) >= 0;
  }

  private String copied(String text) {
    StringWriter written = new StringWriter();
    try (JsonParser in = JSON.createParser(text);
        JsonGenerator out = JSON.createGenerator(written)) {
      while (in.nextToken() != null) {
        copy(in, out);
      }
    } catch (StreamConstraintsException e) {
      return null;
    } catch (JsonProcessingException e) {
      return isChanged ? null : rule.plain(text);
    } catch (IOException e) {
      throw new IllegalStateException("Texts in memory can always be read", e);
    }
    return isChanged ? written.toString() : text;
  }

  private void copy(JsonParser in, JsonGenerator out) throws IOException {
    String name = null;
    if (in.currentToken() == JsonToken.FIELD_NAME) {
      name = in.currentName();
      if (rule.leavesOut(name)) {
        isChanged = true;
        names.accept(path(in));
        in.nextToken();
        in.skipChildren();
        return;
      }
      in.nextToken();
    }
    String text = in.currentToken() == JsonToken.VALUE_STRING ? text(in) : in.getText();
    if (text == null) {
      isChanged = true;
      return;
    }
    if (name != null) {
      out.writeFieldName(name);
    }
    if (in.currentToken() == JsonToken.VALUE_STRING) {
      isChanged |= !text.equals(in.getText());
      out.writeString(text);
    } else if (in.currentToken().isNumeric()) {
      // As it was sent, with all its digits.
      out.writeNumber(text);
    } else {
      out.copyCurrentEvent(in);
    }
  }

  private String text(JsonParser in) throws IOException {
    return kept(in.getText(), rule, name -> names.accept(joined(path(in), name)));
  }

  private static String joined(String path, String name) {
    return path.isEmpty() ? name : path + "." + name;
  }

  private static String path(JsonParser in) {
    String path = "";
    for (JsonStreamContext at = in.getParsingContext(); at != null; at = at.getParent()) {
      if (at.getCurrentName() != null) {
        path = path.isEmpty() ? at.getCurrentName() : joined(at.getCurrentName(), path);
      }
    }
    return path;
  }
}
