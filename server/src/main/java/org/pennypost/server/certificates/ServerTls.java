package org.pennypost.server.certificates;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import org.pennypost.server.config.Configuration.CertificateFiles;

/** The TLS contexts of a server: its certificate, and the JDK's TLS. */
public final class ServerTls {
    private final Identity identity;
    private final SSLContext context;

    private ServerTls(Identity identity) throws CertificateProblem {
        this.identity = identity;
        this.context = context(identity, new TrustManager[0]);
    }

    /**
     * With the certificate from the files, or else with one of its own in {@code folder}.
     *
     * @throws CertificateProblem if files are missing, damaged or do not belong together
     */
    public static ServerTls open(
            Optional<CertificateFiles> files, Path folder, String hostname, InstantSource clock, SecureRandom random)
            throws CertificateProblem {
        return new ServerTls(
                files.isPresent()
                        ? PemFiles.read(files.get().certificate(), files.get().key())
                        : SelfSigned.in(folder, hostname, clock, random));
    }

    /**
     * Begins to open it beside what the caller does meanwhile: the JDK makes TLS's tables at the first use, which takes as long as opening a store. A certificate of
     * its own is made only by {@link Opening#await}, when the caller has made sure that the folder is nobody else's. The parameters are {@link #open}'s.
     */
    public static Opening begin(
            Optional<CertificateFiles> files, Path folder, String hostname, InstantSource clock, SecureRandom random) {
        Opening opening = new Opening(() -> open(files, folder, hostname, clock, random));
        if (files.isPresent() || SelfSigned.isIn(folder)) {
            opening.thread.start();
        }
        return opening;
    }

    /** The context that asks nobody for a certificate, and so trusts nobody. */
    public SSLContext context() {
        return context;
    }

    /** The context that asks every client for a certificate, and goes on without one. */
    public SSLContext asking(ClientCertificates clients) throws CertificateProblem {
        return new AskingContext(context(identity, new TrustManager[] {clients.trust()}));
    }

    private static SSLContext context(Identity identity, TrustManager[] trust) throws CertificateProblem {
        try {
            return newContext(identity, trust);
        } catch (GeneralSecurityException | IOException e) {
            throw new CertificateProblem("the certificate cannot be used: " + e.getMessage());
        }
    }

    private static SSLContext newContext(Identity identity, TrustManager[] trust)
            throws GeneralSecurityException, IOException {
        // JKS, which the JDK would rather not write to disks any more: this one stays in memory, and PKCS12 would
        // protect the key with
        // ten thousand rounds of hashing, to take them off again at once.
        char[] inMemory = new char[0];
        KeyStore keys = KeyStore.getInstance("JKS");
        keys.load(null, inMemory);
        keys.setKeyEntry("server", identity.key(), inMemory, identity.chain().toArray(X509Certificate[]::new));
        KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(keys, inMemory);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), trust, null);
        return context;
    }

    /** What {@link #begin} began. */
    public static final class Opening implements AutoCloseable {
        private final FutureTask<ServerTls> task;
        private final Thread thread;

        private Opening(Callable<ServerTls> opening) {
            this.task = new FutureTask<>(opening);
            this.thread = Thread.ofPlatform().name("certificate").unstarted(task);
        }

        /**
         * Waits for it, or does it now if it was not begun.
         *
         * @throws CertificateProblem as {@link #open}, or if the thread was interrupted
         */
        public ServerTls await() throws CertificateProblem {
            if (thread.getState() == Thread.State.NEW) {
                task.run();
            }
            try {
                return task.get();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new CertificateProblem("interrupted while the certificate was read");
            } catch (ExecutionException e) {
                switch (e.getCause()) {
                    case CertificateProblem problem -> throw problem;
                    case RuntimeException bug -> throw bug;
                    case Error bug -> throw bug;
                    case null, default -> throw new IllegalStateException(e);
                }
            }
        }

        /** Waits until its thread is gone. */
        @Override
        public void close() {
            try {
                thread.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
