package org.pennypost.server.certificates;

import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * Lets clients show any certificate: TLS proves that they have its key, {@link ClientCertificates} decides at the login whose it is. To
 * refuse here would end the connection of everybody whose program shows a certificate that is meant for somebody else, and who would have
 * logged in with a password.
 */
final class ShownCertificates extends X509ExtendedTrustManager {
    private final X509Certificate[] hints;

    /** @param hints authorities that clients are told of, so that they find the right certificate; none: any */
    ShownCertificates(X509Certificate... hints) {
        this.hints = hints.clone();
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String keyExchange, SSLEngine engine) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String keyExchange, Socket socket) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String keyExchange) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String keyExchange, SSLEngine engine)
            throws CertificateException {
        throw noClient();
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String keyExchange, Socket socket)
            throws CertificateException {
        throw noClient();
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String keyExchange) throws CertificateException {
        throw noClient();
    }

    private static CertificateException noClient() {
        return new CertificateException("this is for servers alone: no server is trusted with it");
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return hints.clone();
    }
}
