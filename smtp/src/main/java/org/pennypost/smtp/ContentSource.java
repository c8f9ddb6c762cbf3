package org.pennypost.smtp;

import java.io.IOException;
import java.util.Optional;
import org.pennypost.sasl.Identity;
import org.pennypost.wire.ByteSink;

/** Who can fetch what a URL refers to: the port that BURL (RFC 4468) asks. Called from the threads of all sessions. */
public interface ContentSource {
    /** @return the words behind BURL in the reply to EHLO for somebody who has logged in: {@code imap}, or {@code imap://host} (RFC 4468 §3.1) */
    String offered(Identity login);

    /**
     * Fetches the content and hands it to {@code into}, which may throw when it is too much; then that exception is the caller's.
     *
     * @param url as it was sent
     * @param login who asks; whether the URL is for it is for this method to decide (RFC 4468 §3.3)
     * @return absent when all of it was handed over, else why not: 554 5.7.0, 5.7.14, 5.6.6, or 4yz (RFC 4468 §6)
     * @throws IOException what {@code into} throws
     */
    Optional<Reply> fetch(String url, Identity login, ByteSink into) throws IOException;
}
