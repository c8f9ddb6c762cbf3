package org.pennypost.smtp;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a service is for, and what it offers beyond the extensions that every service here has.
 *
 * @param kind what it is for
 * @param offers at most one of each type; what is not among them is neither announced nor understood
 */
public record ServiceProfile(ServiceKind kind, List<Offer> offers) {
    /** Takes mail from the world, and offers nothing that needs more than a {@link Reception}. */
    public static final ServiceProfile INBOUND = new ServiceProfile(ServiceKind.INBOUND, List.of());

    /** Takes mail from a queue over LMTP (RFC 2033). */
    public static final ServiceProfile LMTP = new ServiceProfile(ServiceKind.LMTP, List.of());

    public ServiceProfile {
        offers = List.copyOf(offers);
        long types = offers.stream().map(Object::getClass).distinct().count();
        if (types != offers.size()) {
            throw new IllegalArgumentException("an offer is made twice: " + offers);
        }
        boolean forOurOwn = offers.stream()
                .anyMatch(offer -> offer instanceof Offer.FutureRelease || offer instanceof Offer.FetchedContent);
        if (kind != ServiceKind.SUBMISSION && forOurOwn) {
            throw new IllegalArgumentException(
                    "FUTURERELEASE (RFC 4865 §4.2) and BURL (RFC 4468 §3.1) are for submission alone");
        }
        boolean logins = offers.stream().anyMatch(Offer.Login.class::isInstance);
        if (kind == ServiceKind.SUBMISSION && !logins) {
            throw new IllegalArgumentException("nobody could submit mail where nobody can log in (RFC 6409 §4.3)");
        }
    }

    /** @return a service for our own users, who log in by {@code login} */
    public static ServiceProfile submission(Offer.Login login) {
        return new ServiceProfile(ServiceKind.SUBMISSION, List.of(login));
    }

    /** @return the same with one offer more */
    public ServiceProfile with(Offer offer) {
        List<Offer> more = new ArrayList<>(offers);
        more.add(offer);
        return new ServiceProfile(kind, more);
    }

    /** @return the offer of this type, if it is made */
    public <T extends Offer> Optional<T> find(Class<T> type) {
        return offers.stream().filter(type::isInstance).map(type::cast).findFirst();
    }
}
