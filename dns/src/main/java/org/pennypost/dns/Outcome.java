package org.pennypost.dns;

import java.util.List;
import org.xbill.DNS.Record;

/**
 * An answer as it is kept in the cache.
 *
 * @param seconds how long it may be kept according to the zone; 0 for not at all. Means nothing where the answer is unavailable.
 * @param throughAliases whether the name asked for is only an alias, so that the answer says nothing of other kinds of data
 */
record Outcome(Answer<List<Record>> answer, long seconds, boolean throughAliases) {
    static Outcome unavailable(Answer.Trouble trouble, String reason) {
        return new Outcome(new Answer.Unavailable<>(trouble, reason), 0, false);
    }
}
