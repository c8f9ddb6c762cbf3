package org.pennypost.mailbox;

/**
 * A row as it is now.
 *
 * @param loose whether it stands in the table of loose rows
 */
record Found(Row row, boolean loose) {}
