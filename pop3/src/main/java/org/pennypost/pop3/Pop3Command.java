package org.pennypost.pop3;

import org.pennypost.store.StoreException;

/** A command of POP3. One class each, in {@code commands}. */
public interface Pop3Command {
    /** The word that begins it, in capitals. */
    String keyword();

    /** Whether it may be given in this state. */
    boolean isLegalIn(Pop3State state);

    /** Reads the arguments and does what it says; what remains to be done for the connection is the outcome. */
    Outcome handle(Pop3Session session, Arguments arguments) throws BadSyntax, StoreException;
}
