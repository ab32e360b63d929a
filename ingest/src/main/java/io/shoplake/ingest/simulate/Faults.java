package io.shoplake.ingest.simulate;

/**
 * How often things go wrong on the way, as shares of the messages.
 *
 * @param duplicates messages that are sent again
 * @param conflicting copies that say something else than the first, as a share of the copies
 * @param late messages that come minutes to days after their time
 * @param malformed messages that must be rejected, sent in addition
 * @param bots sessions of programs that say so, as a share of all sessions
 * @param disguised sessions of programs that look like browsers, as a share of all sessions
 * @param skewed sessions on a device whose clock is wrong
 * @param drifting visitors whose tracker is another version from the middle of the time on
 */
public record Faults(
    double duplicates,
    double conflicting,
    double late,
    double malformed,
    double bots,
    double disguised,
    double skewed,
    double drifting) {}
