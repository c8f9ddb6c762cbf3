package org.pennypost.smtp.session;

import java.util.Set;
import org.pennypost.smtp.Reply;
import org.pennypost.smtp.SmtpReader;

/** What a line is answered that begins with no command of ours. */
final class UnknownCommand {
    /**
     * First words of other protocols: HTTP's methods (RFC 9110 §9.3, and CONNECT through which proxies are abused; PRI begins HTTP/2) and RTSP's and SIP's commonest.
     * Who says one of them is no mail client; and a browser that was tricked into posting to this port must not get a second line through.
     */
    private static final Set<String> FOREIGN = Set.of(
            "GET",
            "HEAD",
            "POST",
            "PUT",
            "DELETE",
            "CONNECT",
            "OPTIONS",
            "TRACE",
            "PATCH",
            "PRI",
            "DESCRIBE",
            "REGISTER",
            "INVITE");

    private static final int TLS_HANDSHAKE = 0x16;
    private static final int TLS_MAJOR_VERSION = 3;

    private UnknownCommand() {}

    static Outcome answer(String verb, byte[] line) {
        if (FOREIGN.contains(verb)) {
            return new Outcome.Close(
                    Reply.of(554, "5.5.1", "This is a mail server that speaks SMTP, not a web server. Goodbye."),
                    "spoke another protocol");
        }
        if (line.length > 1 && line[0] == TLS_HANDSHAKE && line[1] == TLS_MAJOR_VERSION) {
            return new Outcome.Close(
                    Reply.of(554, "5.5.1", "This port begins in plain text: say EHLO, then STARTTLS. Goodbye."),
                    "began with TLS");
        }
        if (verb.equals("AUTH")) {
            return new Outcome.Answer(
                    Reply.of(
                            502,
                            "5.5.1",
                            "Nobody logs in at this port. Who has an account here sends through the submission ports: 587, and 465 inside TLS."));
        }
        if (verb.isEmpty()) {
            return new Outcome.Answer(Reply.of(
                    500, SmtpReader.BAD_COMMAND_SYNTAX, "There is no command in this line. HELP lists the commands."));
        }
        return new Outcome.Answer(Reply.of(
                500, "5.5.1", "The command " + Reply.quoted(verb) + " is not known here. HELP lists the commands."));
    }
}
