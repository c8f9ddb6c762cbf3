package org.pennypost.dns;

import java.util.Comparator;

/**
 * A mail exchange record, RFC 1035 §3.3.9.
 *
 * @param preference 0 to 65,535; lower is tried first
 * @param exchange the host that takes mail; the root in a null MX
 */
public record MxRecord(int preference, DomainName exchange) {
    static final Comparator<MxRecord> ORDER =
            Comparator.comparingInt(MxRecord::preference).thenComparing(record -> record.exchange.toString());

    /** Whether this says that the domain takes no mail at all: the null MX of RFC 7505 §3. */
    public boolean isNull() {
        return exchange.isRoot();
    }
}
