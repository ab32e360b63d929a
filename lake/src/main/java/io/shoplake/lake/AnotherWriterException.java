package io.shoplake.lake;

import io.shoplake.cli.ExitCode;
import io.shoplake.cli.UserMistake;

/** Another instance of the same program has committed in between; nothing was written. */
public final class AnotherWriterException extends UserMistake {

  private static final long serialVersionUID = 1L;

  AnotherWriterException(String query, Exception refusal) {
    super(
        ExitCode.LEASE,
        "Another instance of %s has committed in between, so this one wrote nothing; stop one of the two, and start this one again when the other is done."
            .formatted(query),
        refusal);
  }
}
