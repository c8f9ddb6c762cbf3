package org.pennypost.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Debian's Postfix, which takes mail from this machine at a free port, with everything it owns below one folder. Needs root, as it does.
 *
 * <p>Life: {@link #start}, {@link #close}.
 */
public final class Postfix implements AutoCloseable {
    private final Path folder;
    private final int port;

    private Postfix(Path folder, int port) {
        this.folder = folder;
        this.port = port;
    }

    /**
     * Starts it, and waits until it listens. Mail that no setting speaks of is thrown away.
     *
     * @param folder an empty one; mail is kept in {@code mail} below it
     * @param settings more lines of main.cf: which domains it takes mail for, and where that goes
     */
    public static Postfix start(Path folder, String settings) throws IOException {
        Postfix postfix = new Postfix(folder, ForeignProgram.freePort());
        for (String name : List.of("etc", "spool", "data", "mail")) {
            Files.createDirectories(folder.resolve(name));
        }
        ForeignProgram.run(folder, "chmod", "755", folder.toString(), String.valueOf(folder.getParent()));
        ForeignProgram.run(folder, "chown", "postfix", folder.resolve("data").toString());
        ForeignProgram.run(folder, "chown", "nobody", folder.resolve("mail").toString());
        Files.writeString(folder.resolve("etc/main.cf"), main(folder) + settings);
        Files.writeString(folder.resolve("etc/master.cf"), master(postfix.port));
        postfix.command("start");
        ForeignProgram.awaitPort(postfix.port);
        return postfix;
    }

    /**
     * The settings by which mail for one address is kept in a Maildir.
     *
     * @return lines for {@link #start}
     */
    public static String keeping(String name, String domain, Path folder) {
        return """
                virtual_mailbox_domains = %2$s
                virtual_mailbox_base = %3$s/mail
                virtual_mailbox_maps = inline:{ %1$s@%2$s=%1$s/Maildir/ }
                virtual_uid_maps = static:65534
                virtual_gid_maps = static:65534
                virtual_mailbox_limit = 0
                virtual_transport = virtual
                """.formatted(name, domain, folder);
    }

    private static String main(Path folder) {
        return """
                compatibility_level = 3.6
                queue_directory = %1$s/spool
                data_directory = %1$s/data
                mail_owner = postfix
                setgid_group = postdrop
                inet_interfaces = 127.0.0.1
                inet_protocols = ipv4
                mydestination =
                mynetworks = 127.0.0.0/8
                default_transport = discard
                smtpd_relay_restrictions = permit_mynetworks, reject
                message_size_limit = 60000000
                smtpd_tls_security_level = none
                maillog_file = %1$s/data/maillog
                maillog_file_prefixes = /
                alias_maps =
                """.formatted(folder);
    }

    private static String master(int port) {
        return """
                127.0.0.1:%d inet n - n - 10 smtpd
                pickup unix n - n 60 1 pickup
                cleanup unix n - n - 0 cleanup
                qmgr unix n - n 300 1 qmgr
                tlsmgr unix - - n 1000? 1 tlsmgr
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
                """.formatted(port);
    }

    /** Where it listens for SMTP. */
    public int port() {
        return port;
    }

    /** What it has logged so far; an octet is a character. */
    public String log() {
        try {
            Path log = folder.resolve("data/maillog");
            return Files.exists(log) ? Files.readString(log, StandardCharsets.ISO_8859_1) : "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void command(String word) throws IOException {
        ForeignProgram.run(folder, "postfix", "-c", folder.resolve("etc").toString(), word);
    }

    @Override
    public void close() throws IOException {
        command("stop");
    }
}
