package org.pennypost.smtp.session;

/** A command that was read, ready to act. Each is a record of its arguments. */
@FunctionalInterface
public interface Command {
    /** Acts on the session, which is in one of the states that the command's {@link CommandSpec} allows. */
    Outcome handle(SmtpSession session);
}
