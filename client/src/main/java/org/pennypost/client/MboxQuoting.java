package org.pennypost.client;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** Copies a message into the form of an mbox file: LF line ends, {@code >} before what looks like a From line, a last line that is ended. */
final class MboxQuoting {
    private static final String FROM = "From ";

    private final OutputStream out;
    /** How many {@code >} the line began with, and how much of {@code "From "} followed; -1 when the line is known to be another. */
    private int marks;

    private int matched;

    private boolean heldCr;
    private boolean lineOpen;

    private MboxQuoting(OutputStream out) {
        this.out = out;
    }

    static void copy(InputStream in, OutputStream out) throws IOException {
        MboxQuoting quoting = new MboxQuoting(out);
        InputStream buffered = new BufferedInputStream(in);
        for (int octet = buffered.read(); octet >= 0; octet = buffered.read()) {
            quoting.accept(octet);
        }
        quoting.end();
    }

    private void accept(int octet) throws IOException {
        if (octet == '\n') {
            heldCr = false;
            endLine();
            return;
        }
        if (heldCr) {
            heldCr = false;
            put('\r');
        }
        if (octet == '\r') {
            heldCr = true;
        } else {
            put(octet);
        }
    }

    private void put(int octet) throws IOException {
        lineOpen = true;
        if (matched < 0) {
            out.write(octet);
        } else if (matched == 0 && octet == '>') {
            marks++;
        } else if (octet == FROM.charAt(matched)) {
            matched++;
            if (matched == FROM.length()) {
                out.write('>');
                release();
            }
        } else {
            release();
            out.write(octet);
        }
    }

    /** Writes what was held back while the line could still have been a From line. */
    private void release() throws IOException {
        for (int i = 0; i < marks; i++) {
            out.write('>');
        }
        for (int i = 0; i < matched; i++) {
            out.write(FROM.charAt(i));
        }
        marks = 0;
        matched = -1;
    }

    private void endLine() throws IOException {
        if (matched >= 0) {
            release();
        }
        out.write('\n');
        matched = 0;
        lineOpen = false;
    }

    private void end() throws IOException {
        if (heldCr) {
            put('\r');
        }
        if (lineOpen) {
            endLine();
        }
    }
}
