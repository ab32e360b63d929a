package io.shoplake.collector;

import java.time.Duration;

/**
 * How much one request may hold.
 *
 * @param maxBodyBytes of a body, as it is sent and unpacked
 * @param maxEventBytes of one event
 * @param maxEvents in one body
 * @param bodyTimeout how long a body may take to arrive
 */
record Limits(int maxBodyBytes, int maxEventBytes, int maxEvents, Duration bodyTimeout) {}
