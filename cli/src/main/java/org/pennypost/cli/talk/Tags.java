package org.pennypost.cli.talk;

import java.util.Locale;
import java.util.Set;

/**
 * The tags of IMAP commands, for people who leave them out: {@code SELECT INBOX} becomes {@code t1 SELECT INBOX}. A line whose first word is a command has no
 * tag; every other line has one already, or is wrong, and that is for the server to say. Used by one thread.
 */
final class Tags {
    /** What IANA has registered, and what servers know besides. */
    private static final Set<String> COMMANDS = Set.of(
            ("APPEND AUTHENTICATE CAPABILITY CHECK CLOSE COMPRESS COPY CREATE DELETE DELETEACL ENABLE ESEARCH EXAMINE EXPUNGE FETCH GETACL GETJMAPACCESS"
                            + " GETMETADATA GETQUOTA GETQUOTAROOT ID IDLE LANGUAGE LIST LISTRIGHTS LOGIN LOGOUT LSUB MOVE MYRIGHTS NAMESPACE NOOP NOTIFY RENAME"
                            + " REPLACE RESETKEY SEARCH SELECT SETACL SETMETADATA SETQUOTA SORT STARTTLS STATUS STORE SUBSCRIBE THREAD UID UIDBATCHES"
                            + " UNAUTHENTICATE UNSELECT UNSUBSCRIBE GENURLAUTH URLFETCH CONVERT CONVERSIONS CANCELUPDATE COMPARATOR XLIST")
                    .split(" "));

    private int last;

    /** Returns a command with its tag, which is the line itself where it has one. */
    String tagged(String line) {
        String first = line.strip().split("\\s", 2)[0].toUpperCase(Locale.ROOT);
        return COMMANDS.contains(first) ? "t" + ++last + " " + line.strip() : line;
    }
}
