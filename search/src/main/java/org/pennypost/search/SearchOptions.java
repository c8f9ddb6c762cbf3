package org.pennypost.search;

import java.time.Duration;

/**
 * How much the index may take, and how it follows.
 *
 * @param indexedFrom an account with fewer messages has no index: reading them all is as quick; and an index that is not open is not opened for fewer
 *     new ones while others wait
 * @param writersMax indexes that are open for writing at once
 * @param readersMax indexes that are open for questions at once
 * @param gather how long changes are gathered before they are looked at
 * @param idle an index that nobody used for so long is closed, and what was written is committed
 */
public record SearchOptions(int indexedFrom, int writersMax, int readersMax, Duration gather, Duration idle) {
    public static final SearchOptions DEFAULT =
            new SearchOptions(128, 4, 64, Duration.ofMillis(250), Duration.ofSeconds(30));

    public SearchOptions {
        if (indexedFrom < 1 || writersMax < 1 || readersMax < 1) {
            throw new IllegalArgumentException("a limit of the search index is below 1");
        }
    }
}
