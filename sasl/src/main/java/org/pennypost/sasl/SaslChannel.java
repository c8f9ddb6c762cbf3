package org.pennypost.sasl;

import java.net.InetAddress;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;

/**
 * What a mechanism may know of the connection on which it runs.
 *
 * @param peer the client's address, for those who guess
 * @param takesLogins whether a login may happen at all: inside TLS, or where the configuration allows it without (the lab)
 * @param boundTypes the types of channel binding that mechanisms with {@code -PLUS} may use here, best first; none: these are not offered
 * @param binding gives the data of a type
 * @param certificate the certificate with which the client has proved itself in TLS
 */
public record SaslChannel(
        InetAddress peer,
        boolean takesLogins,
        List<String> boundTypes,
        ChannelBinding binding,
        Optional<X509Certificate> certificate) {
    public SaslChannel {
        boundTypes = List.copyOf(boundTypes);
    }

    /** A connection without TLS. */
    public static SaslChannel plain(InetAddress peer, boolean takesLogins) {
        return new SaslChannel(peer, takesLogins, List.of(), ChannelBinding.NONE, Optional.empty());
    }

    /**
     * A connection inside TLS.
     *
     * @param boundTypes as above: {@code TlsInfo.channelBindings()} of {@code wire}
     * @param binding {@code TlsInfo::channelBinding}
     */
    public static SaslChannel secured(
            InetAddress peer, List<String> boundTypes, ChannelBinding binding, Optional<X509Certificate> certificate) {
        return new SaslChannel(peer, true, boundTypes, binding, certificate);
    }
}
