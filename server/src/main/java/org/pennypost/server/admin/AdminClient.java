package org.pennypost.server.admin;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.pennypost.server.admin.AdminAnswer.Refused;

/** Asks the server that serves a data folder. */
public final class AdminClient {
    private AdminClient() {}

    /**
     * Has the running server do it.
     *
     * @return empty if no server runs on this folder
     * @throws IOException if the server went away before it answered
     */
    public static Optional<AdminAnswer> ask(Path data, AdminRequest request) throws IOException {
        Path socket = AdminSocketFile.of(data);
        if (!Files.exists(socket)) {
            return Optional.empty();
        }
        try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            try {
                channel.connect(UnixDomainSocketAddress.of(socket));
            } catch (IOException nobodyListens) {
                return Optional.empty(); // left behind by a server that was killed
            }
            LineChannel.write(channel, AdminFormat.write(request));
            String line = LineChannel.read(channel);
            if (line.isEmpty()) {
                throw new IOException("the server closed the admin socket without an answer: see its log");
            }
            return Optional.of(AdminFormat.readAnswer(line));
        } catch (Refusal e) {
            return Optional.of(new Refused(e.reason(), e.sentence()));
        }
    }
}
