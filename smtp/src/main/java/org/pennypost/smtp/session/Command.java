package org.pennypost.smtp.session;

import org.pennypost.smtp.Reply;

/** A command that was read, ready to act. Each is a record of its arguments. */
@FunctionalInterface
public interface Command {
    /** Acts on the session, which is in one of the states that the command's {@link CommandSpec} allows. */
    Outcome handle(SmtpSession session);

    /** It is refused by the rules that its {@link CommandSpec} states. Only asked of commands behind which data comes ({@link CommandSpec.Trait#CARRIES_DATA}). */
    default Outcome refused(SmtpSession session, Reply refusal) {
        return new Outcome.Answer(refusal);
    }
}
