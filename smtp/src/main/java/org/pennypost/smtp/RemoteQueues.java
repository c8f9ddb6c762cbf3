package org.pennypost.smtp;

/** Who can start sending what waits for somebody: the port that ETRN (RFC 1985) asks. Called from the threads of all sessions. */
@FunctionalInterface
public interface RemoteQueues {
    /**
     * Starts the queue, or says why not. It does not wait until anything was sent (RFC 1985 §5.1).
     *
     * @param peer who asks; whether it may is for this method to decide
     * @return 250 to 253, 458 or 459
     */
    Reply start(SmtpPeer peer, Node node);

    /** Whose mail is asked for. */
    sealed interface Node {
        /** One domain's, as it was written. */
        record Domain(String name) implements Node {}

        /** A domain's and all its subdomains': {@code @name} (RFC 1985 §5.3). */
        record Subdomains(String name) implements Node {}

        /** A queue of a local name: {@code #name} (RFC 1985 §5.3). */
        record Queue(String name) implements Node {}
    }
}
