package org.pennypost.mailbox;

/** Which names of mailboxes somebody asks for, so that only that part of the tree is read. Implemented by who asks. */
public interface NameScope {
    /** Every name that there is. */
    NameScope ALL = new NameScope() {
        @Override
        public String prefix() {
            return "";
        }

        @Override
        public boolean matches(MailboxName name) {
            return true;
        }

        @Override
        public boolean reachesBelow(MailboxName name) {
            return true;
        }
    };

    /** What every name that matches begins with, in normal form C; may be empty. */
    String prefix();

    /** Whether this name is asked for. */
    boolean matches(MailboxName name);

    /** Whether a name below this one may match. True costs reading those below; false where one does match loses it. */
    boolean reachesBelow(MailboxName name);
}
