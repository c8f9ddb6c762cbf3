package org.pennypost.mime.parse;

import jakarta.mail.MessagingException;
import java.io.IOException;
import org.apache.james.mime4j.MimeException;

/** Another library that reads messages. */
enum Oracle {
    MIME4J {
        @Override
        String read(byte[] bytes) throws IOException {
            try {
                return Mime4jTree.read(bytes).toString();
            } catch (MimeException e) {
                return "refused: " + e;
            }
        }
    },
    ANGUS {
        @Override
        String read(byte[] bytes) throws IOException {
            try {
                return AngusTree.read(bytes).toString();
            } catch (MessagingException e) {
                return "refused: " + e;
            }
        }
    };

    /** Returns the tree as {@link OracleTree} writes it, or why there is none. */
    abstract String read(byte[] bytes) throws IOException;
}
