package io.shoplake.streaming;

import io.shoplake.lake.Lake;

/**
 * What all queries of one run share.
 *
 * @param stop asked at the start of each batch
 * @param log told what became of each batch
 */
record Run(Lake lake, StreamOptions options, Stop stop, BatchLog log) {}
