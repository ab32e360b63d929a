package io.shoplake.collector;

/**
 * How much one request may hold.
 *
 * @param maxBodyBytes of a body, as it is sent and unpacked
 * @param maxEventBytes of one event
 * @param maxEvents in one body
 */
record Limits(int maxBodyBytes, int maxEventBytes, int maxEvents) {}
