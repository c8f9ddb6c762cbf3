package org.pennypost.smtp.session;

import java.util.List;
import java.util.Optional;
import org.pennypost.smtp.EsmtpParameter;
import org.pennypost.smtp.MailCommand;
import org.pennypost.smtp.RcptCommand;
import org.pennypost.smtp.Reply;

/** A service extension (RFC 5321 §2.2): what it announces, and what it adds to the commands. Stateless; one object serves all sessions. */
public interface SmtpExtension {
    /** @return its line in the reply to EHLO: the keyword and its parameters; absent while it is not on offer */
    Optional<String> ehloLine(SmtpSession session);

    /** @return the commands that it adds */
    default List<CommandSpec> commands() {
        return List.of();
    }

    /** @return the parameters that it adds to MAIL */
    default List<EsmtpParameter<?>> mailParameters() {
        return List.of();
    }

    /** @return the parameters that it adds to RCPT */
    default List<EsmtpParameter<?>> rcptParameters() {
        return List.of();
    }

    /** @return why this MAIL cannot be accepted, if the extension's rules say so */
    default Optional<Reply> objection(SmtpSession session, MailCommand mail) {
        return Optional.empty();
    }

    /**
     * What an extension's rules make of a MAIL that is not refused.
     *
     * @param mail as it counts from now on
     * @param reply the positive reply that says so
     */
    record Change(MailCommand mail, Reply reply) {}

    /** @return what counts in place of this MAIL, if the extension's rules change what was asked */
    default Optional<Change> change(SmtpSession session, MailCommand mail) {
        return Optional.empty();
    }

    /** @return why this RCPT cannot be accepted, if the extension's rules say so */
    default Optional<Reply> objection(SmtpSession session, RcptCommand rcpt) {
        return Optional.empty();
    }
}
