package org.pennypost.delivery;

import java.time.Duration;
import java.util.List;
import org.pennypost.dns.Answer;
import org.pennypost.dns.DomainName;
import org.pennypost.dns.MxRecord;
import org.pennypost.dns.Resolver;

/**
 * Asks the DNS whether the domain of a recipient elsewhere says that it takes no mail (null MX, RFC 7505), so that whoever sends there hears
 * it at once and not by a notification later. Anything else is for the relay to find out: it may not be there for a moment. Thread-safe.
 */
public final class RecipientDomain {
    /** A person waits for the answer, and a resolver that is gone must not keep them from sending. */
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final Resolver resolver;

    public RecipientDomain(Resolver resolver) {
        this.resolver = resolver;
    }

    /** Whether it is known that the domain takes no mail; waits two seconds at most. */
    public boolean takesNoMail(String domain) {
        return DomainName.parse(domain)
                .filter(name -> resolver.mx(name, PATIENCE) instanceof Answer.Found<List<MxRecord>> found
                        && found.value().getFirst().isNull())
                .isPresent();
    }
}
