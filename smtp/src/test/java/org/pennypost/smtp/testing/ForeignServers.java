package org.pennypost.smtp.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.pennypost.testkit.ForeignProgram;
import org.pennypost.testkit.Postfix;

/**
 * Debian's Postfix and Dovecot on free ports, with everything they own below one folder. Needs root, as both do.
 *
 * <p>Postfix keeps mail for alice@peer.test in a Maildir, hands mail for lmtp.test to our LMTP server, and relays mail for smtp.test to our SMTP server. Dovecot takes
 * mail for any name at any domain over LMTP, and keeps it in a Maildir of that name; what is for proxied.test it hands on to our LMTP server.
 */
public final class ForeignServers implements AutoCloseable {
    private final Path folder;
    private final Postfix postfix;
    private final int lmtpPort = ForeignProgram.freePort();

    /**
     * Starts both.
     *
     * @param ourSmtpPort where Postfix finds our SMTP server
     * @param ourLmtpPort where it finds our LMTP server
     */
    public ForeignServers(Path folder, int ourSmtpPort, int ourLmtpPort) throws IOException {
        this.folder = folder;
        postfix = Postfix.start(
                folder, Postfix.keeping("alice", "peer.test", folder) + """
                transport_maps = inline:{ lmtp.test=lmtp:inet:127.0.0.1:%2$d, smtp.test=smtp:[127.0.0.1]:%1$d }
                relay_domains = lmtp.test, smtp.test
                """.formatted(ourSmtpPort, ourLmtpPort));
        startDovecot(ourLmtpPort);
        ForeignProgram.awaitPort(lmtpPort);
    }

    /** Where Postfix listens for SMTP. */
    public int smtpPort() {
        return postfix.port();
    }

    /** Where Dovecot listens for LMTP. */
    public int lmtpPort() {
        return lmtpPort;
    }

    private void startDovecot(int ourLmtpPort) throws IOException {
        Path home = Files.createDirectories(folder.resolve("dovecot"));
        Files.writeString(home.resolve("dovecot.conf"), """
                protocols = lmtp
                base_dir = %1$s/run
                state_dir = %1$s/state
                listen = 127.0.0.1
                log_path = %1$s/log
                ssl = no
                mail_location = maildir:~/Maildir
                mail_uid = 65534
                mail_gid = 65534
                first_valid_uid = 65534
                first_valid_gid = 65534
                lmtp_proxy = yes
                postmaster_address = postmaster@peer.test
                passdb {
                  driver = static
                  args = password=x proxy=y host=127.0.0.1 port=%4$d protocol=lmtp
                  username_filter = *@proxied.test
                }
                passdb {
                  driver = static
                  args = password=x
                }
                userdb {
                  driver = static
                  args = uid=65534 gid=65534 home=%2$s/mail/%%n allow_all_users=yes
                }
                service lmtp {
                  inet_listener lmtp {
                    address = 127.0.0.1
                    port = %3$d
                  }
                }
                """.formatted(home, folder, lmtpPort, ourLmtpPort));
        run("dovecot", "-c", home.resolve("dovecot.conf").toString());
    }

    /**
     * Exim hands a message to our SMTP server and waits for the answer. It lies beside Debian's Postfix, which it cannot be installed with: {@code .ci/run} says how.
     *
     * @return what it logged
     */
    public String exim(int ourSmtpPort, String from, String to, String message) throws IOException {
        Path home = Files.createDirectories(folder.resolve("exim"));
        run("chown", "Debian-exim", home.toString());
        Path config = Files.writeString(home.resolve("exim.conf"), """
                primary_hostname = exim.test
                spool_directory = %1$s
                log_file_path = %1$s/%%slog
                deliver_drop_privilege
                keep_environment =
                begin routers
                all:
                  driver = manualroute
                  route_list = * 127.0.0.1
                  self = send
                  transport = out
                begin transports
                out:
                  driver = smtp
                  port = %2$d
                  allow_localhost
                  hosts_avoid_tls = *
                """.formatted(home, ourSmtpPort));
        Path content = Files.writeString(home.resolve("message"), message, StandardCharsets.ISO_8859_1);
        run(
                "sh",
                "-c",
                "exec /opt/exim4/usr/sbin/exim4 -C \"$0\" -odi -i -f \"$1\" \"$2\" <\"$3\"",
                config.toString(),
                from,
                to,
                content.toString());
        return read(home.resolve("mainlog"));
    }

    /** The messages in somebody's Maildir, once there are so many; an octet is a character. */
    public List<String> maildir(String name, int messages) throws IOException {
        Path arrived = folder.resolve("mail/" + name + "/Maildir/new");
        await(
                () -> {
                    String[] files = arrived.toFile().list();
                    return files != null && files.length >= messages;
                },
                "no mail for " + name);
        try (Stream<Path> files = Files.list(arrived)) {
            return files.map(ForeignServers::read).toList();
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (IOException gone) {
            throw new UncheckedIOException(gone);
        }
    }

    /** Waits until something is true that Postfix does in its own time. */
    public void await(BooleanSupplier condition, String otherwise) throws IOException {
        ForeignProgram.await(
                condition,
                () -> otherwise + "; Postfix says:\n" + read(folder.resolve("data/maillog"))
                        + read(folder.resolve("dovecot/log")));
    }

    private void run(String... command) throws IOException {
        ForeignProgram.run(folder, command);
    }

    @Override
    public void close() throws IOException {
        run("doveadm", "-c", folder.resolve("dovecot/dovecot.conf").toString(), "stop");
        postfix.close();
    }
}
