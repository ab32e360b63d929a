package io.shoplake.ingest.dummyjson;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/**
 * A part of a list.
 *
 * @param objects as the source gave them, whatever they are
 * @param total how many objects the whole list has
 */
public record Page(List<JsonNode> objects, int total) {}
