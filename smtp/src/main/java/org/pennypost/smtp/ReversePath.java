package org.pennypost.smtp;

import java.util.Optional;

/** Whom a message is from, and whom to tell when it cannot be delivered: the argument of MAIL (RFC 5321 §4.1.1.2). */
public sealed interface ReversePath {
    /** The null reverse-path {@code <>}: nobody is to be told (RFC 5321 §4.5.5). */
    ReversePath NULL = new Null();

    /** @return the path to {@code mailbox} */
    static ReversePath of(Mailbox mailbox) {
        return new Sender(mailbox);
    }

    /** @return the mailbox, absent in the null path */
    Optional<Mailbox> mailbox();

    /** The null path. */
    record Null() implements ReversePath {
        @Override
        public Optional<Mailbox> mailbox() {
            return Optional.empty();
        }

        @Override
        public String toString() {
            return "<>";
        }
    }

    /** A path to a mailbox; the source route that may have stood before it is dropped, as RFC 5321 appendix C asks. */
    record Sender(Mailbox address) implements ReversePath {
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
