package org.pennypost.mailbox;

import java.util.Optional;

/**
 * Knows which messages may hold a text, so that not all of them are read for an answer. It is derived from the store, may be behind it, and may be
 * lost. Thread-safe; no method waits for the index to be made or brought up to date.
 */
public interface TextIndex {
    /** No index: everything is a candidate. */
    TextIndex NONE = new TextIndex() {
        @Override
        public Candidates candidates(Account account, TextQuery query) {
            return Candidates.ALL;
        }

        @Override
        public boolean searchesLoosely() {
            return false;
        }

        @Override
        public Optional<Likeness> likeness(Account account, TextQuery query) {
            return Optional.empty();
        }

        @Override
        public void follow(Account account) {
            // There is nothing to keep up to date.
        }

        @Override
        public void remove(AccountId account) {
            // There is nothing to remove.
        }
    };

    /** The contents of the account that may answer the query; all of them where the index cannot tell, or fails. */
    Candidates candidates(Account account, TextQuery query);

    /** Whether it knows words, for {@link #likeness}. */
    boolean searchesLoosely();

    /** How much contents are like what is asked for; empty where only an exact answer can be given: it knows no words, or there are none in the question. */
    Optional<Likeness> likeness(Account account, TextQuery query);

    /** Keeps itself up to date with this account from now on; no harm if it does already. */
    void follow(Account account);

    /** The account is gone: forgets all of it. */
    void remove(AccountId account);
}
