package org.pennypost.cli.talk;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.pennypost.cli.CommandFailure;
import org.pennypost.cli.Console;
import org.pennypost.cli.ExitCode;

/** A script: lines come from standard input, what the server says goes to standard output, notes to standard error. */
final class PipeTerminal implements TalkTerminal {
    /** A longer line is for a file. */
    private static final int LINE_BYTES_MAX = 1024 * 1024;

    private final Console console;
    private final InputStream in;
    private long lines;

    PipeTerminal(Console console) {
        this.console = console;
        in = new BufferedInputStream(console.in());
    }

    @Override
    public Optional<String> readLine() throws IOException, CommandFailure {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        lines++;
        int octet = in.read();
        if (octet < 0) {
            return Optional.empty();
        }
        for (; octet >= 0 && octet != '\n'; octet = in.read()) {
            if (line.size() == LINE_BYTES_MAX) {
                throw bad("is longer than " + LINE_BYTES_MAX + " octets");
            }
            line.write(octet);
        }
        byte[] octets = line.toByteArray();
        int length = octets.length > 0 && octets[octets.length - 1] == '\r' ? octets.length - 1 : octets.length;
        try {
            return Optional.of(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(octets, 0, length))
                    .toString());
        } catch (CharacterCodingException _) {
            throw bad("is no UTF-8; what is binary can be sent to IMAP as {=FILE}");
        }
    }

    private CommandFailure bad(String what) {
        return new CommandFailure(ExitCode.DATA, "line " + lines + " of the input " + what);
    }

    /** As it comes: for a program that reads this, a literal is not set apart. */
    @Override
    public void showLiteral(String text, boolean ended) {
        if (ended) {
            console.out().println(text);
        } else {
            console.out().print(text);
        }
    }

    @Override
    public void show(String line) {
        console.out().println(line);
    }

    @Override
    public void note(String text) {
        console.err().println("# " + text);
    }

    @Override
    public boolean waitsForAnswers() {
        return true;
    }

    @Override
    public void close() {
        console.out().flush();
    }
}
