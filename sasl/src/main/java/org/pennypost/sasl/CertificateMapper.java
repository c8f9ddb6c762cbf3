package org.pennypost.sasl;

import java.net.InetAddress;
import java.security.cert.X509Certificate;

/** Knows whose certificate one is: the port of EXTERNAL. Thread-safe. */
@FunctionalInterface
public interface CertificateMapper {
    /**
     * Finds the account of a certificate that TLS has verified.
     *
     * @param authorization whom the client wants to be; empty: whom the certificate says
     */
    Outcome owner(X509Certificate certificate, String authorization, InetAddress peer);
}
