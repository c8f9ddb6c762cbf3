package org.pennypost.smtp;

import java.util.Optional;

/** Whom a message is for: the argument of RCPT (RFC 5321 §4.1.1.3). */
public sealed interface ForwardPath {
    /** {@code <Postmaster>} without a domain: the one in charge of this server (RFC 5321 §4.5.1). */
    ForwardPath POSTMASTER = new Postmaster();

    /** @return the path to {@code mailbox} */
    static ForwardPath of(Mailbox mailbox) {
        return new Recipient(mailbox);
    }

    /** @return the mailbox, absent in {@code <Postmaster>} */
    Optional<Mailbox> mailbox();

    /** The reserved name without a domain. */
    record Postmaster() implements ForwardPath {
        @Override
        public Optional<Mailbox> mailbox() {
            return Optional.empty();
        }

        @Override
        public String toString() {
            return "<postmaster>";
        }
    }

    /** A path to a mailbox; the source route that may have stood before it is dropped, as RFC 5321 §4.1.1.3 asks. */
    record Recipient(Mailbox address) implements ForwardPath {
        @Override
        public Optional<Mailbox> mailbox() {
            return Optional.of(address);
        }

        @Override
        public String toString() {
            return "<" + address + ">";
        }
    }
}
