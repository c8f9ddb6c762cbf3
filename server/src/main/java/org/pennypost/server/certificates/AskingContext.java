package org.pennypost.server.certificates;

import java.security.KeyManagementException;
import java.security.SecureRandom;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLContextSpi;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLServerSocketFactory;
import javax.net.ssl.SSLSessionContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;
import org.jspecify.annotations.Nullable;

/**
 * A server's TLS context that asks the client for a certificate and goes on without one (RFC 8446 §4.3.2). For engines alone, which is how
 * {@code wire} does TLS.
 */
final class AskingContext extends SSLContext {
    /** @param context already initialised */
    AskingContext(SSLContext context) {
        super(new Asking(context), context.getProvider(), context.getProtocol());
    }

    /** The JDK has no switch for this on a context: only on each engine that a context makes. */
    private static final class Asking extends SSLContextSpi {
        private final SSLContext context;

        private Asking(SSLContext context) {
            this.context = context;
        }

        private static SSLEngine asking(SSLEngine engine) {
            engine.setUseClientMode(false);
            engine.setWantClientAuth(true);
            return engine;
        }

        @Override
        protected SSLEngine engineCreateSSLEngine() {
            return asking(context.createSSLEngine());
        }

        @Override
        protected SSLEngine engineCreateSSLEngine(String host, int port) {
            return asking(context.createSSLEngine(host, port));
        }

        @Override
        protected void engineInit(
                KeyManager @Nullable [] keys, TrustManager @Nullable [] trust, @Nullable SecureRandom random)
                throws KeyManagementException {
            throw new KeyManagementException("this context is initialised already");
        }

        @Override
        protected SSLSocketFactory engineGetSocketFactory() {
            throw new UnsupportedOperationException("this context is for engines");
        }

        @Override
        protected SSLServerSocketFactory engineGetServerSocketFactory() {
            throw new UnsupportedOperationException("this context is for engines");
        }

        @Override
        protected SSLSessionContext engineGetServerSessionContext() {
            return context.getServerSessionContext();
        }

        @Override
        protected SSLSessionContext engineGetClientSessionContext() {
            return context.getClientSessionContext();
        }

        @Override
        protected SSLParameters engineGetDefaultSSLParameters() {
            SSLParameters parameters = context.getDefaultSSLParameters();
            parameters.setWantClientAuth(true);
            return parameters;
        }

        @Override
        protected SSLParameters engineGetSupportedSSLParameters() {
            return context.getSupportedSSLParameters();
        }
    }
}
