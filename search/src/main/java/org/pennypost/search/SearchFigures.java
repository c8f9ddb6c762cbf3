package org.pennypost.search;

/**
 * What the index has done since it was opened.
 *
 * @param indexed contents added
 * @param questions put to it
 * @param unanswered those of them that it had nothing to say to: there is no index yet, or it failed
 * @param candidates named in all answers
 * @param waiting accounts whose changes are still to be looked at
 * @param open indexes that are open for questions
 * @param failures of reading or writing an index
 */
public record SearchFigures(
        long indexed, long questions, long unanswered, long candidates, int waiting, int open, long failures) {}
