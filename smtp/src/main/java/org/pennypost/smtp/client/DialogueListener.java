package org.pennypost.smtp.client;

/** Sees a session as a person would read it. Called by the session's thread; must not throw. */
public interface DialogueListener {
    /** Sees nothing. */
    DialogueListener NONE = new DialogueListener() {
        @Override
        public void sent(String line) {}

        @Override
        public void received(String line) {}
    };

    /** A line that we send, without CRLF; secrets are {@code ***}, and a message is one line in brackets that tells its size. */
    void sent(String line);

    /** A line that the server sends, without CRLF. */
    void received(String line);
}
