package io.shoplake.ingest;

import picocli.CommandLine.Command;

/** Fetches what services of others hold. */
@Command(
    name = "pull",
    description = "Fetches the objects of an API into the topics.",
    subcommands = {PullDummyJson.class})
final class Pull {

  private Pull() {}
}
