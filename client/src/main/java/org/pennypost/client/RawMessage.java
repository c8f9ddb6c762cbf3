package org.pennypost.client;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What is odd about a message in a file, before it is sent as it is.
 *
 * @param octets its size
 * @param nul whether it holds NUL, which no server takes (RFC 5321 §4.5.2 on what text is)
 * @param bareLineEnds how many line ends are a CR or LF by itself; SMTP has none of those (RFC 5321 §2.3.8)
 */
public record RawMessage(long octets, boolean nul, long bareLineEnds) {
    /** Looks at a file. @throws IOException when it cannot be read */
    public static RawMessage survey(Path file) throws IOException {
        long octets = 0;
        boolean nul = false;
        long bare = 0;
        int last = 0;
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
            for (int octet = in.read(); octet >= 0; octet = in.read()) {
                octets++;
                nul |= octet == 0;
                boolean loneCr = last == '\r' && octet != '\n';
                boolean loneLf = octet == '\n' && last != '\r';
                bare += (loneCr ? 1 : 0) + (loneLf ? 1 : 0);
                last = octet;
            }
        }
        return new RawMessage(octets, nul, bare + (last == '\r' ? 1 : 0));
    }
}
