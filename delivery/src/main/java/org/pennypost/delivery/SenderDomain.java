package org.pennypost.delivery;

import java.net.InetAddress;
import java.util.List;
import org.pennypost.dns.Answer;
import org.pennypost.dns.DomainName;
import org.pennypost.dns.MxRecord;
import org.pennypost.dns.Resolver;

/**
 * Asks the DNS whether the domain of a reverse-path exists and takes mail, since nobody could be told what became of a message from one
 * that does not (RFC 5321 §5.1: MX, else A or AAAA; RFC 7505: null MX).
 */
public final class SenderDomain {
    /** A name that every resolver with a way to the public DNS knows. */
    private static final String ROOT_SERVER = "a.root-servers.net";

    private final Resolver resolver;
    private final Trust trust;

    /** How far the resolver is believed. */
    public enum Trust {
        /** It is connected to the DNS: what it does not know does not exist. */
        FULL,
        /** It may know no name at all, as on a machine without a network: "does not exist" counts only if it knows the DNS's root. */
        UNLESS_CUT_OFF
    }

    public SenderDomain(Resolver resolver, Trust trust) {
        this.resolver = resolver;
        this.trust = trust;
    }

    /** What is known of a sender's domain. */
    public sealed interface Finding {
        /** It takes mail, or at least has an address. */
        record Exists() implements Finding {}

        /** There is no such domain, or it has neither MX nor address. */
        record Absent() implements Finding {}

        /** It says with a null MX that it takes no mail, so it sends none either (RFC 7505 §4.2). */
        record TakesNoMail() implements Finding {}

        /** It cannot be found out now; {@code reason} is a sentence without its dot. */
        record Unknown(String reason) implements Finding {}
    }

    private static final Finding EXISTS = new Finding.Exists();
    private static final Finding ABSENT = new Finding.Absent();

    /** Finds out; blocks for as long as the resolver takes, which is bounded. */
    public Finding find(String domain) {
        DomainName name = DomainName.parse(domain).orElse(null);
        if (name == null) {
            return ABSENT;
        }
        return switch (resolver.mx(name)) {
            case Answer.Found<List<MxRecord>> found ->
                found.value().getFirst().isNull() ? new Finding.TakesNoMail() : EXISTS;
            case Answer.NoData<List<MxRecord>> _ -> byAddress(name);
            case Answer.NoSuchDomain<List<MxRecord>> _ -> absent();
            case Answer.Unavailable<List<MxRecord>> unavailable -> new Finding.Unknown(unavailable.reason());
        };
    }

    private Finding byAddress(DomainName name) {
        return switch (resolver.addresses(name)) {
            case Answer.Found<List<InetAddress>> _ -> EXISTS;
            case Answer.NoData<List<InetAddress>> _ -> ABSENT;
            case Answer.NoSuchDomain<List<InetAddress>> _ -> absent();
            case Answer.Unavailable<List<InetAddress>> unavailable -> new Finding.Unknown(unavailable.reason());
        };
    }

    private Finding absent() {
        if (trust == Trust.FULL || resolver.addresses(ROOT_SERVER) instanceof Answer.Found) {
            return ABSENT;
        }
        return new Finding.Unknown("the resolver does not even know the root of the DNS");
    }
}
