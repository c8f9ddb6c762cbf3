package org.pennypost.client;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.pennypost.mime.convert.SevenBit;
import org.pennypost.mime.parse.FileSource;
import org.pennypost.mime.parse.ParsedMessage;
import org.pennypost.mime.parse.ParserOptions;
import org.pennypost.smtp.client.MessageContent;

/**
 * A message for servers that take 7 bits only (RFC 6152 §3), made when one asks for it, and only where that breaks nothing: a signature over what would change
 * is worth more than a delivery. Made in temporary files, which {@link #close} removes.
 */
final class SevenBitForm implements AutoCloseable {
    private final Path message;
    private final Sending.Listener listener;
    private final List<Path> made = new ArrayList<>();

    SevenBitForm(Path message, Sending.Listener listener) {
        this.message = message;
        this.listener = listener;
    }

    /** The converted message; empty, and said why, where it should stay as it is. */
    Optional<MessageContent> content() throws IOException {
        Path lines = temporary();
        try (InputStream in = new BufferedInputStream(Files.newInputStream(message));
                OutputStream out = new BufferedOutputStream(Files.newOutputStream(lines))) {
            endLines(in, out);
        }
        try (FileSource source = FileSource.open(lines)) {
            ParsedMessage parsed = ParsedMessage.parse(source, ParserOptions.DEFAULT);
            SevenBit conversion = SevenBit.of(parsed);
            if (conversion.impossible()) {
                listener.note("not converted to 7 bits: octets above 127 stand in its header or around its parts");
                return Optional.empty();
            }
            if (conversion.breaksDkim() || conversion.breaksSignature()) {
                listener.note("not converted to 7 bits: that would break its "
                        + (conversion.breaksDkim() ? "DKIM signature" : "signature"));
                return Optional.empty();
            }
            Path converted = temporary();
            try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(converted))) {
                conversion.writeTo(out);
            }
            listener.note(
                    parsed.root().header().first("MIME-Version").isPresent()
                            ? "the server takes 7 bits only: the message was encoded for it"
                            : "octets above 127 in a message that does not say MIME-Version: it was encoded, and says it now");
            return Optional.of(MessageContent.of(converted));
        }
    }

    private Path temporary() throws IOException {
        Path path = Files.createTempFile("pennypost-7bit-", ".eml");
        made.add(path);
        return path;
    }

    /** As it would be sent: a line of text that ends with LF alone must not become text with an LF inside. */
    private static void endLines(InputStream in, OutputStream out) throws IOException {
        int last = -1;
        for (int octet = in.read(); octet >= 0; octet = in.read()) {
            if (octet == '\n' && last != '\r') {
                out.write('\r');
            }
            out.write(octet);
            last = octet;
        }
    }

    @Override
    public void close() throws IOException {
        for (Path path : made) {
            Files.deleteIfExists(path);
        }
    }
}
