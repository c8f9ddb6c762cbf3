package org.pennypost.cli.interop;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Debian's Postfix and Dovecot on free ports, with everything they own below one folder. Needs root, as both do. */
final class Peers implements AutoCloseable {
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(20);

    private final Path folder;
    private final int smtpPort = freePort();
    private final int pop3Port = freePort();
    private final int imapPort = freePort();

    Peers(Path folder) throws IOException {
        this.folder = folder;
        run("chmod", "755", folder.toString(), String.valueOf(folder.getParent()));
        startPostfix();
        startDovecot();
        awaitPort(smtpPort);
        awaitPort(pop3Port);
        awaitPort(imapPort);
    }

    int smtpPort() {
        return smtpPort;
    }

    int pop3Port() {
        return pop3Port;
    }

    int imapPort() {
        return imapPort;
    }

    /** Postfix delivers mail for alice@bench.test to a Maildir, from which Dovecot serves it to alice with the password x. */
    private void startPostfix() throws IOException {
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
                virtual_mailbox_domains = bench.test
                virtual_mailbox_base = %1$s/mail
                virtual_mailbox_maps = inline:{ alice@bench.test=alice/Maildir/ }
                virtual_uid_maps = static:65534
                virtual_gid_maps = static:65534
                virtual_mailbox_limit = 0
                virtual_transport = virtual
                default_transport = discard
                smtpd_relay_restrictions = permit_mynetworks, reject
                message_size_limit = 60000000
                smtpd_tls_security_level = none
                maillog_file = %1$s/data/maillog
                maillog_file_prefixes = /
                alias_maps =
                """.formatted(folder));
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
                anvil unix - - n - 1 anvil
                scache unix - - n - 1 scache
                postlog unix-dgram n - n - 1 postlogd
                """.formatted(smtpPort));
        run("postfix", "-c", etc.toString(), "start");
    }

    private void startDovecot() throws IOException {
        Path home = Files.createDirectories(folder.resolve("dovecot"));
        Files.writeString(home.resolve("dovecot.conf"), """
                protocols = pop3 imap
                base_dir = %1$s/run
                state_dir = %1$s/state
                listen = 127.0.0.1
                log_path = %1$s/log
                ssl = no
                disable_plaintext_auth = no
                mail_location = maildir:~/Maildir
                mail_uid = 65534
                mail_gid = 65534
                first_valid_uid = 65534
                first_valid_gid = 65534
                passdb {
                  driver = static
                  args = password=x
                }
                userdb {
                  driver = static
                  args = uid=65534 gid=65534 home=%2$s/mail/%%u allow_all_users=yes
                }
                namespace inbox {
                  inbox = yes
                  separator = /
                }
                service imap-login {
                  inet_listener imap {
                    port = %4$d
                  }
                  inet_listener imaps {
                    port = 0
                  }
                }
                service pop3-login {
                  inet_listener pop3 {
                    port = %3$d
                  }
                  inet_listener pop3s {
                    port = 0
                  }
                }
                """.formatted(home, folder, pop3Port, imapPort));
        run("dovecot", "-c", home.resolve("dovecot.conf").toString());
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static void awaitPort(int port) throws IOException {
        long end = System.nanoTime() + PATIENCE_NANOS;
        while (true) {
            try (Socket socket = new Socket()) {
                socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1000);
                return;
            } catch (IOException notYet) {
                if (System.nanoTime() > end) {
                    throw notYet;
                }
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
            }
        }
    }

    /** Waits until Postfix has delivered so many messages, which it does after it has accepted them. */
    void awaitDelivered(int messages) throws IOException {
        Path arrived = folder.resolve("mail/alice/Maildir/new");
        long end = System.nanoTime() + PATIENCE_NANOS;
        while (System.nanoTime() < end) {
            if (Files.isDirectory(arrived)) {
                try (var files = Files.list(arrived)) {
                    if (files.count() >= messages) {
                        return;
                    }
                }
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
        }
        throw new IOException("Postfix did not deliver: see " + folder.resolve("data/maillog"));
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
