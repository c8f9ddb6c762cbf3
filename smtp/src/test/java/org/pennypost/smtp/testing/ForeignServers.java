package org.pennypost.smtp.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/**
 * Debian's Postfix and Dovecot on free ports, with everything they own below one folder. Needs root, as both do.
 *
 * <p>Postfix keeps mail for alice@peer.test in a Maildir, hands mail for lmtp.test to our LMTP server, and relays mail for smtp.test to our SMTP server. Dovecot takes
 * mail for any name at any domain over LMTP, and keeps it in a Maildir of that name; what is for proxied.test it hands on to our LMTP server.
 */
public final class ForeignServers implements AutoCloseable {
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(30);

    private final Path folder;
    private final int smtpPort = freePort();
    private final int lmtpPort = freePort();

    /**
     * Starts both.
     *
     * @param ourSmtpPort where Postfix finds our SMTP server
     * @param ourLmtpPort where it finds our LMTP server
     */
    public ForeignServers(Path folder, int ourSmtpPort, int ourLmtpPort) throws IOException {
        this.folder = folder;
        run("chmod", "755", folder.toString(), String.valueOf(folder.getParent()));
        startPostfix(ourSmtpPort, ourLmtpPort);
        startDovecot(ourLmtpPort);
        awaitPort(smtpPort);
        awaitPort(lmtpPort);
    }

    /** Where Postfix listens for SMTP. */
    public int smtpPort() {
        return smtpPort;
    }

    /** Where Dovecot listens for LMTP. */
    public int lmtpPort() {
        return lmtpPort;
    }

    private void startPostfix(int ourSmtpPort, int ourLmtpPort) throws IOException {
        Path etc = Files.createDirectories(folder.resolve("postfix"));
        for (String name : new String[] {"spool", "data", "mail"}) {
            Files.createDirectories(folder.resolve(name));
        }
        run("chown", "postfix", folder.resolve("data").toString());
        run("chown", "nobody", folder.resolve("mail").toString());
        Files.writeString(etc.resolve("main.cf"), """
                compatibility_level = 3.6
                queue_directory = %1$s/spool
                data_directory = %1$s/data
                mail_owner = postfix
                setgid_group = postdrop
                inet_interfaces = 127.0.0.1
                inet_protocols = ipv4
                mydestination =
                mynetworks = 127.0.0.0/8
                virtual_mailbox_domains = peer.test
                virtual_mailbox_base = %1$s/mail
                virtual_mailbox_maps = inline:{ alice@peer.test=alice/Maildir/ }
                virtual_uid_maps = static:65534
                virtual_gid_maps = static:65534
                virtual_mailbox_limit = 0
                virtual_transport = virtual
                transport_maps = inline:{ lmtp.test=lmtp:inet:127.0.0.1:%3$d, smtp.test=smtp:[127.0.0.1]:%2$d }
                relay_domains = lmtp.test, smtp.test
                default_transport = discard
                smtpd_relay_restrictions = permit_mynetworks, reject
                message_size_limit = 60000000
                smtpd_tls_security_level = none
                maillog_file = %1$s/data/maillog
                maillog_file_prefixes = /
                alias_maps =
                """.formatted(folder, ourSmtpPort, ourLmtpPort));
        Files.writeString(etc.resolve("master.cf"), """
                127.0.0.1:%d inet n - n - 10 smtpd
                pickup unix n - n 60 1 pickup
                cleanup unix n - n - 0 cleanup
                qmgr unix n - n 300 1 qmgr
                rewrite unix - - n - - trivial-rewrite
                bounce unix - - n - 0 bounce
                defer unix - - n - 0 bounce
                trace unix - - n - 0 bounce
                verify unix - - n - 1 verify
                flush unix n - n 1000? 0 flush
                error unix - - n - - error
                retry unix - - n - - error
                discard unix - - n - - discard
                proxymap unix - - n - - proxymap
                virtual unix - n n - - virtual
                smtp unix - - n - - smtp
                lmtp unix - - n - - lmtp
                anvil unix - - n - 1 anvil
                scache unix - - n - 1 scache
                postlog unix-dgram n - n - 1 postlogd
                """.formatted(smtpPort));
        run("postfix", "-c", etc.toString(), "start");
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
        long end = System.nanoTime() + PATIENCE_NANOS;
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new IOException(otherwise + "; Postfix says:\n" + read(folder.resolve("data/maillog"))
                        + read(folder.resolve("dovecot/log")));
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private void awaitPort(int port) throws IOException {
        await(
                () -> {
                    try (Socket socket = new Socket()) {
                        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1000);
                        return true;
                    } catch (IOException notYet) {
                        return false;
                    }
                },
                "nobody listens at port " + port);
    }

    /** What it says goes to a file: a daemon would keep a pipe open. */
    private void run(String... command) throws IOException {
        Path said = folder.resolve("said");
        int code = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(said.toFile())
                .start()
                .onExit()
                .join()
                .exitValue();
        if (code != 0) {
            throw new IOException(String.join(" ", command) + ": " + Files.readString(said));
        }
    }

    @Override
    public void close() throws IOException {
        run("doveadm", "-c", folder.resolve("dovecot/dovecot.conf").toString(), "stop");
        run("postfix", "-c", folder.resolve("postfix").toString(), "stop");
    }
}
