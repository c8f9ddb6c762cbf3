package org.pennypost.smtp.server;

import java.io.IOException;
import java.time.InstantSource;
import org.pennypost.smtp.Reception;
import org.pennypost.smtp.commands.Commands;
import org.pennypost.smtp.extensions.SmtpExtensions;
import org.pennypost.smtp.session.SmtpService;
import org.pennypost.smtp.session.Vocabulary;
import org.pennypost.wire.Connection;

/** An SMTP server (RFC 5321) without its listener: holds any number of sessions at once, each on the thread that calls {@link #handle}. */
public final class SmtpServer {
    private final SmtpServerConfig config;
    private final SmtpService service;
    private final InstantSource clock;

    /** @param reception who decides about messages and takes them; called from the threads of all sessions */
    public SmtpServer(SmtpServerConfig config, Reception reception, InstantSource clock) {
        this.config = config;
        this.clock = clock;
        this.service = new SmtpService(
                config.hostName(),
                config.banner(),
                config.limits(),
                config.tls().isPresent(),
                config.profile(),
                new Vocabulary(Commands.of(config.profile().kind()), SmtpExtensions.of(config.profile())),
                reception);
    }

    /**
     * Holds one session, from the greeting to its end, and leaves one line in the log. The connection is the caller's to close.
     *
     * @throws IOException when the connection broke
     */
    public void handle(Connection connection) throws IOException {
        new SmtpConnection(connection, service, config.tls(), clock).converse();
    }
}
