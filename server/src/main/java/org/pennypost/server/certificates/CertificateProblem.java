package org.pennypost.server.certificates;

/** A certificate or key cannot be used. The message names the file and says what to do. */
public final class CertificateProblem extends Exception {
    private static final long serialVersionUID = 1L;

    CertificateProblem(String message) {
        super(message, null, false, false);
    }
}
