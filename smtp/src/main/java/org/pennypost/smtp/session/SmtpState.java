package org.pennypost.smtp.session;

import org.pennypost.smtp.ServiceKind;

/** Where a session stands between two commands (RFC 5321 §4.1.4). In the order of a message's way; the shell alone knows the state of receiving data. */
public enum SmtpState {
    /** Connected, or just secured by TLS: the client has not said who it is. */
    CONNECTED("EHLO (or HELO) must come first, for example: EHLO mail.example.org"),
    /** Greeted, no message under way. */
    GREETED("MAIL must come first, for example: MAIL FROM:<alice@example.org>"),
    /** MAIL was accepted, no recipient yet. */
    SENDER("RCPT must come first, for example: RCPT TO:<bob@example.org>"),
    /** At least one recipient was accepted. */
    RECIPIENTS("A message is already under way: go on with RCPT or DATA, or drop it with RSET."),
    /** A chunk was received, and it was not the last. */
    CHUNKS("A message is being sent in chunks: go on with BDAT, or drop it with RSET.");

    private final String wayOn;

    SmtpState(String wayOn) {
        this.wayOn = wayOn;
    }

    /** @return what to tell a client whose command is out of order in this state */
    String hint(CommandSpec command, ServiceKind kind) {
        boolean tooLate = command.states().stream().allMatch(state -> state.compareTo(this) < 0);
        if (this == CONNECTED && kind == ServiceKind.LMTP) {
            return "LHLO must come first, for example: LHLO mail.example.org";
        }
        return tooLate && this != CHUNKS ? RECIPIENTS.wayOn : wayOn;
    }
}
