package org.pennypost.server.admin;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.pennypost.server.admin.AdminAnswer.Refused;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The server's end of the admin socket: one virtual thread accepts, one more answers each request. Whoever can open the socket's
 * file may do everything, so the file is the owner's alone.
 */
public final class AdminSocket implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(AdminSocket.class);
    private static final int BACKLOG = 16;
    private static final Duration ANSWER_MAX = Duration.ofSeconds(5);

    private final ServerSocketChannel listening;
    private final Path file;
    private final Administration administration;
    private final Set<Thread> requests = ConcurrentHashMap.newKeySet();

    private AdminSocket(ServerSocketChannel listening, Path file, Administration administration) {
        this.listening = listening;
        this.file = file;
        this.administration = administration;
    }

    /** Listens for the data folder, which the caller has locked: a socket that is there already belongs to nobody. */
    public static AdminSocket open(Path data, Administration administration) throws IOException {
        Path file = AdminSocketFile.of(data);
        Files.deleteIfExists(file);
        ServerSocketChannel listening = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        listening.bind(UnixDomainSocketAddress.of(file), BACKLOG);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        AdminSocket socket = new AdminSocket(listening, file, administration);
        Thread.ofVirtual().name("admin-accept").start(socket::acceptAll);
        return socket;
    }

    private void acceptAll() {
        while (listening.isOpen()) {
            try {
                SocketChannel channel = listening.accept();
                Thread request = Thread.ofVirtual().name("admin-request").unstarted(() -> answer(channel));
                requests.add(request);
                request.start();
            } catch (ClosedChannelException e) {
                return;
            } catch (IOException e) {
                LOG.atError()
                        .addKeyValue("error", e)
                        .log("the admin socket accepts no more: restart the server to administer it");
                return;
            }
        }
    }

    private void answer(SocketChannel channel) {
        try (channel) {
            AdminAnswer answer;
            try {
                AdminRequest request = AdminFormat.readRequest(LineChannel.read(channel));
                answer = administration.perform(request);
            } catch (Refusal e) {
                answer = new Refused(e.reason(), e.sentence());
            }
            LineChannel.write(channel, AdminFormat.write(answer));
        } catch (IOException e) {
            LOG.atInfo()
                    .addKeyValue("error", e.getMessage())
                    .log("an administrative command went away before its answer");
        } finally {
            requests.remove(Thread.currentThread());
        }
    }

    /** Takes no more requests, and lets those under way have their answer: the one that asked for the end is among them. */
    @Override
    public void close() throws IOException {
        listening.close();
        for (Thread request : requests) {
            try {
                request.join(ANSWER_MAX);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        Files.deleteIfExists(file);
    }
}
