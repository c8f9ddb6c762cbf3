package org.pennypost.dns;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;

/** Where the nameservers to ask are written. They must be recursive: this resolver does not walk down from the root by itself. */
public sealed interface Nameservers {
    /** The file in which Unix systems name theirs. */
    Path RESOLV_CONF = Path.of("/etc/resolv.conf");

    /**
     * These, in this order.
     *
     * @param addresses address and port of each; none at all means that there is no DNS
     * @param trusted whether their AD bit is believed. Only for validating resolvers that are reached over a path which nobody
     *     can write to, as one on this machine: RFC 4035 §4.9.3.
     */
    record Listed(List<InetSocketAddress> addresses, boolean trusted) implements Nameservers {
        public Listed {
            addresses = List.copyOf(addresses);
            if (addresses.stream().anyMatch(InetSocketAddress::isUnresolved)) {
                throw new IllegalArgumentException("a nameserver is written as an address: " + addresses);
            }
        }
    }

    /**
     * Those of a file in the format of {@code resolv.conf(5)}; read again when it changes. Of its options {@code trust-ad} counts.
     */
    record ResolvConf(Path file) implements Nameservers {}

    /** Those of this machine. */
    static Nameservers system() {
        return new ResolvConf(RESOLV_CONF);
    }

    /** These, whose AD bit is not believed. */
    static Nameservers of(InetSocketAddress... addresses) {
        return new Listed(List.of(addresses), false);
    }
}
