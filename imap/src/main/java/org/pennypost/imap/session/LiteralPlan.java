package org.pennypost.imap.session;

import org.pennypost.store.BlobDraft;

/** Where a literal goes. */
public sealed interface LiteralPlan {
    /** Into memory, if the command has room for it. */
    record Keep() implements LiteralPlan {}

    /** Into the store. */
    record Store(BlobDraft draft) implements LiteralPlan {}

    /** Nowhere: the command is refused before the literal is read. */
    record Refuse(Outcome outcome) implements LiteralPlan {}
}
