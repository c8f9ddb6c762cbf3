package org.pennypost.smtp.client;

import java.io.IOException;
import org.pennypost.smtp.Reply;

/** The server would not open a session with us; whether trying later may help, its reply says. */
public final class SmtpRefused extends IOException {
    private static final long serialVersionUID = 1;

    private final Step step;
    private final transient Reply reply;

    SmtpRefused(Step step, Reply reply) {
        super("the server refused at " + step + ": " + reply);
        this.step = step;
        this.reply = reply;
    }

    /** @return at which step */
    public Step step() {
        return step;
    }

    /** @return the server's words */
    public Reply reply() {
        return reply;
    }
}
