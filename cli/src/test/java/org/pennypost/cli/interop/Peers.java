package org.pennypost.cli.interop;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.pennypost.testkit.ForeignProgram;
import org.pennypost.testkit.Postfix;

/**
 * Debian's Postfix and Dovecot on free ports, with everything they own below one folder. Needs root, as both do.
 *
 * <p>Postfix delivers mail for alice@bench.test to a Maildir, from which Dovecot serves it to alice with the password x.
 */
final class Peers implements AutoCloseable {
    private final Path folder;
    private final Postfix postfix;
    private final int pop3Port = ForeignProgram.freePort();
    private final int imapPort = ForeignProgram.freePort();

    Peers(Path folder) throws IOException {
        this.folder = folder;
        postfix = Postfix.start(folder, Postfix.keeping("alice", "bench.test", folder));
        startDovecot();
        ForeignProgram.awaitPort(pop3Port);
        ForeignProgram.awaitPort(imapPort);
    }

    int smtpPort() {
        return postfix.port();
    }

    int pop3Port() {
        return pop3Port;
    }

    int imapPort() {
        return imapPort;
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

    /** Waits until Postfix has delivered so many messages, which it does after it has accepted them. */
    void awaitDelivered(int messages) throws IOException {
        Path arrived = folder.resolve("mail/alice/Maildir/new");
        ForeignProgram.await(
                () -> {
                    String[] files = arrived.toFile().list();
                    return files != null && files.length >= messages;
                },
                () -> "Postfix did not deliver: see " + folder.resolve("data/maillog"));
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
