package io.shoplake.ingest.mapping;

import java.util.Map;

/**
 * One row of a file, read by its columns.
 *
 * @param values by column name; a column that is empty is absent
 * @param id the same whenever and wherever the row is read again
 * @param number position among the rows of its message, from 1
 */
record Row(Map<String, Object> values, String id, int number) {}
