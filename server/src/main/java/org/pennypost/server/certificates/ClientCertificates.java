package org.pennypost.server.certificates;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Date;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;
import org.pennypost.directory.AccountEntry;
import org.pennypost.directory.Directory;
import org.pennypost.sasl.CertificateMapper;
import org.pennypost.sasl.Identity;
import org.pennypost.sasl.Outcome;
import org.pennypost.server.config.Configuration.ClientLogins;

/**
 * Whose account a client's certificate opens. One whose fingerprint is configured opens the account that is configured with it, whoever
 * signed it. Any other must come from a configured authority, be made for clients, and name the account's address as a subject alternative
 * name (RFC 5280 §4.2.1.6, {@code rfc822Name}); one with addresses of several accounts opens the one that the client asks for. Neither
 * opens anything outside its time. Whether it was revoked is looked up nowhere. Thread-safe.
 */
public final class ClientCertificates implements CertificateMapper {
    private static final System.Logger LOG = System.getLogger(ClientCertificates.class.getName());

    private static final int RFC822_NAME = 1;

    /** The certificate's names are its owner's, and each costs a look at the directory. */
    private static final int NAMES_MAX = 100;

    private final Map<String, String> fingerprints;
    private final List<X509Certificate> authorities;
    private final Optional<X509TrustManager> verifier;
    private final Directory directory;
    private final InstantSource clock;

    private ClientCertificates(
            Map<String, String> fingerprints,
            List<X509Certificate> authorities,
            Optional<X509TrustManager> verifier,
            Directory directory,
            InstantSource clock) {
        this.fingerprints = Map.copyOf(fingerprints);
        this.authorities = List.copyOf(authorities);
        this.verifier = verifier;
        this.directory = directory;
        this.clock = clock;
    }

    /**
     * Reads the authorities.
     *
     * @throws CertificateProblem if their file is missing or damaged
     */
    public static ClientCertificates of(ClientLogins configured, Directory directory, InstantSource clock)
            throws CertificateProblem {
        Optional<Path> file = configured.authorities();
        if (file.isEmpty()) {
            return new ClientCertificates(configured.fingerprints(), List.of(), Optional.empty(), directory, clock);
        }
        List<X509Certificate> authorities = PemFiles.readCertificates(file.get());
        try {
            return new ClientCertificates(
                    configured.fingerprints(), authorities, Optional.of(verifier(authorities)), directory, clock);
        } catch (GeneralSecurityException | IOException e) {
            throw new CertificateProblem("the authorities in " + file.get() + " cannot be used: " + e.getMessage());
        }
    }

    private static X509TrustManager verifier(List<X509Certificate> authorities)
            throws GeneralSecurityException, IOException {
        KeyStore anchors = KeyStore.getInstance("PKCS12");
        anchors.load(null, new char[0]);
        for (X509Certificate authority : authorities) {
            anchors.setCertificateEntry("authority " + anchors.size(), authority);
        }
        TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
        factory.init(anchors);
        for (TrustManager manager : factory.getTrustManagers()) {
            if (manager instanceof X509TrustManager verifier) {
                return verifier;
            }
        }
        throw new CertificateException("this Java verifies no certificates");
    }

    /** What takes part in the handshake for it. */
    TrustManager trust() {
        // A certificate with a fingerprint may come from anybody, and clients keep back what no hint names.
        return fingerprints.isEmpty()
                ? new ShownCertificates(authorities.toArray(X509Certificate[]::new))
                : new ShownCertificates();
    }

    @Override
    public Outcome owner(X509Certificate certificate, String authorization, InetAddress peer) {
        try {
            certificate.checkValidity(Date.from(clock.instant()));
            String configured = fingerprints.get(fingerprint(certificate));
            if (configured != null) {
                return directory
                        .account(configured)
                        .map(ClientCertificates::accepted)
                        .orElseGet(Outcome.Rejected::new);
            }
            if (verifier.isEmpty()) {
                return new Outcome.Rejected();
            }
            // The clients' use of it is checked there, too; its time once more, by the machine's clock.
            verifier.get()
                    .checkClientTrusted(
                            new X509Certificate[] {certificate},
                            certificate.getPublicKey().getAlgorithm());
            return named(certificate, authorization);
        } catch (CertificateException refused) {
            LOG.log(
                    System.Logger.Level.INFO,
                    "peer={0} a client''s certificate opens nothing: {1}",
                    peer.getHostAddress(),
                    refused.getMessage());
            return new Outcome.Rejected();
        }
    }

    private Outcome named(X509Certificate certificate, String authorization) throws CertificateParsingException {
        List<AccountEntry> owners = addresses(certificate.getSubjectAlternativeNames()).stream()
                .flatMap(address -> directory.account(address).stream())
                .distinct()
                .toList();
        if (owners.size() == 1) {
            return accepted(owners.getFirst());
        }
        Optional<AccountEntry> wanted = authorization.isEmpty() ? Optional.empty() : directory.account(authorization);
        return wanted.filter(owners::contains).map(ClientCertificates::accepted).orElseGet(Outcome.Rejected::new);
    }

    private static List<String> addresses(@Nullable Collection<List<?>> names) {
        List<String> addresses = new ArrayList<>();
        if (names != null) {
            for (List<?> name : names) {
                if (addresses.size() < NAMES_MAX
                        && Integer.valueOf(RFC822_NAME).equals(name.get(0))
                        && name.get(1) instanceof String address) {
                    addresses.add(address);
                }
            }
        }
        return addresses;
    }

    private static String fingerprint(X509Certificate certificate) throws CertificateException {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded()));
        } catch (NoSuchAlgorithmException absent) {
            throw new IllegalStateException("every Java has SHA-256", absent);
        }
    }

    private static Outcome accepted(AccountEntry account) {
        return new Outcome.Accepted(new Identity(account.address(), account.number()));
    }
}
