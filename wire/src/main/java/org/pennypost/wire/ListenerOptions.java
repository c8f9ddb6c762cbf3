package org.pennypost.wire;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;

/**
 * How a listener behaves.
 *
 * @param name what its threads are called
 * @param admission how many may come in
 * @param refusal how the line begins that one too many is told before it is closed; the reason follows
 * @param tls for TLS from the first byte on (RFC 8314 §3); a certificate is renewed behind the context's key manager
 * @param handshakeTimeout how long such a handshake may take, and how long a proxy may take to say whom it speaks for
 * @param proxies who must begin each connection with a PROXY header; nobody else may connect then, since a header could claim anything.
 *     Empty: no header is read
 * @param places shared by the listeners of a program
 * @param busyThreads likewise
 */
public record ListenerOptions(
        String name,
        AdmissionLimits admission,
        String refusal,
        Optional<SSLContext> tls,
        Duration handshakeTimeout,
        List<AddressRange> proxies,
        Places places,
        BusyThreads busyThreads) {
    public static final Duration HANDSHAKE_TIMEOUT = Duration.ofSeconds(30);

    public ListenerOptions {
        proxies = List.copyOf(proxies);
    }

    /** With the usual limits, without TLS. */
    public static ListenerOptions named(String name, String refusal) {
        return new ListenerOptions(
                name,
                AdmissionLimits.USUAL,
                refusal,
                Optional.empty(),
                HANDSHAKE_TIMEOUT,
                List.of(),
                Places.unlimited(),
                BusyThreads.none());
    }

    public ListenerOptions with(AdmissionLimits others) {
        return new ListenerOptions(name, others, refusal, tls, handshakeTimeout, proxies, places, busyThreads);
    }

    public ListenerOptions withTls(SSLContext context, Duration timeout) {
        return new ListenerOptions(
                name, admission, refusal, Optional.of(context), timeout, proxies, places, busyThreads);
    }

    public ListenerOptions withProxies(List<AddressRange> sources) {
        return new ListenerOptions(name, admission, refusal, tls, handshakeTimeout, sources, places, busyThreads);
    }

    public ListenerOptions withPlaces(Places shared) {
        return new ListenerOptions(name, admission, refusal, tls, handshakeTimeout, proxies, shared, busyThreads);
    }

    public ListenerOptions withBusyThreads(BusyThreads shared) {
        return new ListenerOptions(name, admission, refusal, tls, handshakeTimeout, proxies, places, shared);
    }
}
