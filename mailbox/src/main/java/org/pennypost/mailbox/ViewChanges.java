package org.pennypost.mailbox;

/**
 * Hears what became of a mailbox between two views of it, in the order of UIDs ({@link MailboxView#since}). Each cursor stands at the
 * message, belongs to the walk, and must not be moved.
 */
public interface ViewChanges {
    /** A message that the older view has and the newer has not; as the older one has it. */
    void gone(MailboxView.Cursor message);

    /**
     * Messages that both have and that changed; the first of them as the older and as the newer view has it.
     *
     * @param count how many: with this UID and the next ones, and all with the flags of the first, before and now
     */
    void changed(MailboxView.Cursor before, MailboxView.Cursor now, int count);

    /** A message that only the newer view has. */
    void added(MailboxView.Cursor message);
}
