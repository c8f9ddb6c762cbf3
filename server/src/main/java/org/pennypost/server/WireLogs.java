package org.pennypost.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.pennypost.server.config.Service;
import org.pennypost.wire.Link;
import org.pennypost.wire.TranscriptLog;
import org.pennypost.wire.WireLog;

/** Writes a transcript of every connection into a folder, if its owner has asked for that: a file each, named after the connection. */
final class WireLogs {
    private WireLogs() {}

    /** Makes the log of each new connection to a service. */
    static Function<Link, WireLog> of(Optional<Path> folder, Service service) throws IOException {
        if (folder.isEmpty()) {
            return link -> WireLog.NONE;
        }
        Path existing = Files.createDirectories(folder.get());
        return link -> new TranscriptLog(
                TranscriptLog.Side.SERVER,
                connection -> Files.newBufferedWriter(
                        existing.resolve(connection + ".txt"), StandardOpenOption.CREATE, StandardOpenOption.APPEND),
                mask(service),
                true);
    }

    /** Each protocol knows where its secrets stand. */
    private static UnaryOperator<String> mask(Service service) {
        return switch (service) {
            case SMTP, SUBMISSION, SUBMISSIONS, LMTP -> org.pennypost.smtp.Secrets::masked;
            case POP3, POP3S -> org.pennypost.pop3.Secrets::masked;
            case IMAP, IMAPS -> org.pennypost.imap.Secrets::masked;
        };
    }
}
