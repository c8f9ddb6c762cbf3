package org.pennypost.wire;

/** Sees a client's session as a person would read it. Called by the session's thread; must not throw. */
public interface DialogueListener {
    /** Sees nothing. */
    DialogueListener NONE = new DialogueListener() {
        @Override
        public void sent(String line) {}

        @Override
        public void received(String line) {}
    };

    /** A line that we send, without CRLF; secrets are {@code ***}, and of a message or a literal it is told only how large it is. */
    void sent(String line);

    /** A line that the server sends, without CRLF; of a message or a literal it is told only how large it is. */
    void received(String line);

    /**
     * What the server wants the user to be told ({@code [ALERT]}, RFC 9051 §7.1). Called on connections with TLS alone: on others anybody on the
     * way can say it (RFC 9051 §11.3).
     *
     * @param text without control characters; not to be trusted with more than being shown
     */
    default void alert(String text) {}
}
