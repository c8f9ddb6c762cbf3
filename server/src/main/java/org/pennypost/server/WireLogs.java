package org.pennypost.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.pennypost.wire.Link;
import org.pennypost.wire.TranscriptLog;
import org.pennypost.wire.WireLog;

/** Writes a transcript of every connection into a folder, if its owner has asked for that: a file each, named after the connection. */
final class WireLogs {
    /** What carries a secret behind it: POP3's PASS, and AUTH with an initial response. */
    private static final Pattern SECRET = Pattern.compile("(?i)(PASS |AUTH +\\S+ )(.+)");

    private WireLogs() {}

    /** Makes the log of each new connection. */
    static Function<Link, WireLog> of(Optional<Path> folder) throws IOException {
        if (folder.isEmpty()) {
            return link -> WireLog.NONE;
        }
        Path existing = Files.createDirectories(folder.get());
        return link -> new TranscriptLog(
                TranscriptLog.Side.SERVER,
                connection -> Files.newBufferedWriter(
                        existing.resolve(connection + ".txt"), StandardOpenOption.CREATE, StandardOpenOption.APPEND),
                WireLogs::masked,
                true);
    }

    private static String masked(String line) {
        return SECRET.matcher(line).replaceFirst("$1***");
    }
}
