package org.pennypost.delivery;

import java.time.Duration;
import java.util.List;
import org.pennypost.dns.Answer;
import org.pennypost.dns.DomainName;
import org.pennypost.dns.MxRecord;
import org.pennypost.dns.Resolver;

/**
 * Asks the DNS whether it is known that nothing can be sent to the domain of a recipient elsewhere: because there is none (a slip of the hand, mostly), or because
 * it says that it takes no mail (null MX, RFC 7505). Whoever sends there hears it at once and not by a notification later. Anything else is for the
 * relay to find out: it may not be there for a moment. Thread-safe.
 */
public final class RecipientDomain {
    /** A person waits for the answer, and a resolver that is gone must not keep them from sending. */
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final Resolver resolver;
    private final boolean absenceCounts;

    /** @param absenceCounts whether the resolver is believed when it says that there is no such domain; one without a network knows none */
    public RecipientDomain(Resolver resolver, boolean absenceCounts) {
        this.resolver = resolver;
        this.absenceCounts = absenceCounts;
    }

    /** What is known of a domain. */
    public enum Finding {
        /** Nothing that speaks against it. */
        PERHAPS,
        /** It takes no mail. */
        SILENT,
        /** There is no such domain (RFC 5321 §5.1). */
        ABSENT
    }

    /** Finds out; waits two seconds at most. */
    public Finding find(String domain) {
        DomainName name = DomainName.parse(domain).orElse(null);
        if (name == null) {
            return Finding.PERHAPS;
        }
        return switch (resolver.mx(name, PATIENCE)) {
            case Answer.Found<List<MxRecord>> found ->
                found.value().getFirst().isNull() ? Finding.SILENT : Finding.PERHAPS;
            case Answer.NoSuchDomain<List<MxRecord>> _ -> absenceCounts ? Finding.ABSENT : Finding.PERHAPS;
            case Answer.NoData<List<MxRecord>> _, Answer.Unavailable<List<MxRecord>> _ -> Finding.PERHAPS;
        };
    }
}
