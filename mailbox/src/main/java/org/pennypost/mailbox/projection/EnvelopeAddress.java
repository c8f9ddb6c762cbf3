package org.pennypost.mailbox.projection;

import org.pennypost.mime.EncodedWords;

/**
 * An address as IMAP's ENVELOPE shows it (RFC 9051 §7.5.2): a mailbox, or a mark where a group begins or ends. Texts are as they stand
 * in the field, without quotes and comments, encoded words not decoded; a text that is not there is empty.
 */
public sealed interface EnvelopeAddress {
    /**
     * A mailbox; of a broken address what could be read.
     *
     * @param name the display name; may hold encoded words
     * @param localPart without quotes; empty where there is none, as in {@code <>}
     * @param domain or domain literal; empty where there is none
     */
    record Mailbox(String name, String localPart, String domain) implements EnvelopeAddress {
        /** Returns the name as a person reads it; empty without one. */
        public String displayName() {
            return EncodedWords.decode(name);
        }
    }

    /** Those behind it are in a group of this name ({@code NIL NIL name NIL}). */
    record GroupStart(String name) implements EnvelopeAddress {}

    /** The group ends ({@code NIL NIL NIL NIL}). */
    record GroupEnd() implements EnvelopeAddress {}
}
