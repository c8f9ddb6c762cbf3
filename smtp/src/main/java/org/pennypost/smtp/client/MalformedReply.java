package org.pennypost.smtp.client;

import java.io.IOException;
import org.pennypost.smtp.Reply;

/** What the server sent is no reply of SMTP; nothing can be concluded from it, so the session ends. */
public final class MalformedReply extends IOException {
    private static final long serialVersionUID = 1;

    MalformedReply(String what, String line) {
        super(what + ": \"" + Reply.quoted(line) + "\"");
    }
}
