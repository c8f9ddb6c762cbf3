package org.pennypost.wire;

import java.io.IOException;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.security.spec.PSSParameterSpec;
import java.util.Locale;
import java.util.Optional;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SSLKeyException;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/** The channel bindings of one TLS session. */
final class ChannelBindings {
    static final String EXPORTER = "tls-exporter";
    static final String SERVER_END_POINT = "tls-server-end-point";

    /** RFC 9266 §2; the context is empty, which is not the same as none. */
    private static final String EXPORTER_LABEL = "EXPORTER-Channel-Binding";

    private static final int EXPORTER_BYTES = 32;

    private final SSLSession session;
    private final boolean client;

    /** @param client on whose side of the session this is */
    ChannelBindings(SSLSession session, boolean client) {
        this.session = session;
        this.client = client;
    }

    Optional<byte[]> data(String type) {
        return switch (type) {
            case EXPORTER -> exporter();
            case SERVER_END_POINT -> serverCertificate().flatMap(ChannelBindings::hash);
            default -> Optional.empty();
        };
    }

    /** Only of TLS 1.3: with 1.2 it needs the extended master secret (RFC 9266 §4.2), of which Java does not say whether it is used. */
    private Optional<byte[]> exporter() {
        if (!session.getProtocol().equals("TLSv1.3") || !(session instanceof ExtendedSSLSession extended)) {
            return Optional.empty();
        }
        try {
            return Optional.of(extended.exportKeyingMaterialData(EXPORTER_LABEL, new byte[0], EXPORTER_BYTES));
        } catch (SSLKeyException | UnsupportedOperationException none) {
            return Optional.empty();
        }
    }

    Optional<X509Certificate> peerCertificate() {
        try {
            return first(session.getPeerCertificates());
        } catch (SSLPeerUnverifiedException none) {
            return Optional.empty();
        }
    }

    private Optional<X509Certificate> serverCertificate() {
        return client ? peerCertificate() : first(session.getLocalCertificates());
    }

    private static Optional<X509Certificate> first(Certificate @Nullable [] chain) {
        return chain != null && chain.length > 0 && chain[0] instanceof X509Certificate certificate
                ? Optional.of(certificate)
                : Optional.empty();
    }

    /** RFC 5929 §4.1: with the hash of the certificate's own signature, or SHA-256 where that is MD5 or SHA-1. */
    static Optional<byte[]> hash(X509Certificate certificate) {
        return hashName(certificate).map(name -> {
            try {
                return MessageDigest.getInstance(name).digest(certificate.getEncoded());
            } catch (GeneralSecurityException unreadable) {
                throw new IllegalStateException("a certificate that TLS has used cannot be hashed", unreadable);
            }
        });
    }

    /** Empty where the signature uses no hash, or several: the RFC leaves that undefined (Ed25519). */
    private static Optional<String> hashName(X509Certificate certificate) {
        String signature = certificate.getSigAlgName().toUpperCase(Locale.ROOT);
        if (signature.equals("RSASSA-PSS")) {
            return pssHash(certificate);
        }
        int with = signature.indexOf("WITH");
        if (with < 0) {
            return Optional.empty();
        }
        return switch (signature.substring(0, with)) {
            case "MD5", "SHA1", "SHA256" -> Optional.of("SHA-256");
            case "SHA224" -> Optional.of("SHA-224");
            case "SHA384" -> Optional.of("SHA-384");
            case "SHA512" -> Optional.of("SHA-512");
            default -> Optional.empty();
        };
    }

    private static Optional<String> pssHash(X509Certificate certificate) {
        try {
            AlgorithmParameters parameters = AlgorithmParameters.getInstance("RSASSA-PSS");
            parameters.init(certificate.getSigAlgParams());
            String name = parameters.getParameterSpec(PSSParameterSpec.class).getDigestAlgorithm();
            return Optional.of(name.equals("SHA-1") ? "SHA-256" : name);
        } catch (GeneralSecurityException | IOException unreadable) {
            return Optional.empty();
        }
    }
}
