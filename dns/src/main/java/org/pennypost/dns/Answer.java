package org.pennypost.dns;

import java.util.function.Function;

/**
 * What the DNS said to a question, or that it could not be asked now.
 *
 * <p>{@code secure} is true only if every part of the answer was validated with DNSSEC. Today the resolver does not validate by
 * itself: it believes the AD bit (RFC 4035 §3.2.3) of nameservers that the configuration calls trusted, and of no others.
 *
 * @param <T> what was asked for
 */
public sealed interface Answer<T> {
    /**
     * There is such data.
     *
     * @param name where it was found: the name asked for, or the one at the end of the aliases (CNAME) that begin there
     */
    record Found<T>(T value, boolean secure, DomainName name) implements Answer<T> {}

    /** There is no such name, nor anything below it. Asking again soon does not help. */
    record NoSuchDomain<T>(boolean secure) implements Answer<T> {}

    /** The name exists, but has no data of this kind. */
    record NoData<T>(boolean secure) implements Answer<T> {}

    /**
     * It could not be found out. A later attempt may succeed.
     *
     * @param trouble what kept us from it
     * @param reason a sentence for a person, without a dot at its end
     */
    record Unavailable<T>(Trouble trouble, String reason) implements Answer<T> {}

    /** Why a question has no answer now: where several nameservers failed in different ways, the last of these. */
    enum Trouble {
        /** There is no nameserver to ask, or none of them can be reached: this machine has no DNS. */
        NO_NAMESERVER,
        /** Nameservers are there, and did not answer in time. */
        NO_REPLY,
        /** A nameserver answered that it failed or refuses; the fault is mostly with the domain asked for. */
        SERVER_FAILURE,
        /** The data itself is broken: aliases in a circle, for example. */
        BAD_DATA,
        /** The limit of lookups at one time is reached, the thread was interrupted, or the resolver is closed. */
        NOT_ASKED
    }

    /** This answer with another value where there is one. */
    default <U> Answer<U> map(Function<? super T, ? extends U> function) {
        return switch (this) {
            case Found<T>(T value, boolean secure, DomainName name) -> new Found<>(function.apply(value), secure, name);
            case NoSuchDomain<T>(boolean secure) -> new NoSuchDomain<>(secure);
            case NoData<T>(boolean secure) -> new NoData<>(secure);
            case Unavailable<T>(Trouble trouble, String reason) -> new Unavailable<>(trouble, reason);
        };
    }
}
