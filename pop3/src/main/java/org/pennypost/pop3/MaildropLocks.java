package org.pennypost.pop3;

import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Sees to it that an account has one POP3 session at a time (RFC 1939 §4). Delivery and other protocols are not kept off: the
 * session's snapshot does not need that. In this process alone, which is the only one that serves the store.
 */
final class MaildropLocks {
    private final Set<Long> held = ConcurrentHashMap.newKeySet();

    /** The right to an account's maildrop, until it is closed. */
    final class Lock implements AutoCloseable {
        private final long account;

        private Lock(long account) {
            this.account = account;
        }

        @Override
        public void close() {
            held.remove(account);
        }
    }

    /** Empty while another session has it. */
    Optional<Lock> take(long account) {
        return held.add(account) ? Optional.of(new Lock(account)) : Optional.empty();
    }
}
