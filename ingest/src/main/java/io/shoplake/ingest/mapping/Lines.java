package io.shoplake.ingest.mapping;

/** The lines of a file where a row stands, both counted from 1 and included. */
public record Lines(long first, long last) {}
