package org.pennypost.server;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.pennypost.server.config.Configuration;
import org.pennypost.server.config.Service;

/** What the server's screen says when it is ready: where it listens and, in the lab, the exact lines to type. */
final class Welcome {
    private Welcome() {}

    /**
     * The lines.
     *
     * @param bound where each service listens in truth, the first address of each
     * @param newPasswords the accounts that this start has made, with their passwords; shown only now
     */
    static List<String> lines(
            Configuration configuration, Map<Service, InetSocketAddress> bound, Map<String, String> newPasswords) {
        List<String> lines = new ArrayList<>();
        if (!newPasswords.isEmpty()) {
            lines.add("Two accounts to play with. Their passwords are shown only now:");
            lines.add("");
            newPasswords.forEach(
                    (address, password) -> lines.add(String.format("    %-22s password %s", address, password)));
            lines.add("");
        }
        Optional<InetSocketAddress> smtp = Optional.ofNullable(bound.get(Service.SMTP));
        Optional<InetSocketAddress> pop3 = Optional.ofNullable(bound.get(Service.POP3));
        if (configuration.lab() && smtp.isPresent() && pop3.isPresent()) {
            lines.addAll(whatToType(smtp.get().getPort(), pop3.get().getPort()));
            Optional.ofNullable(bound.get(Service.IMAP)).ifPresent(imap -> lines.addAll(withImap(imap.getPort())));
        }
        Optional.ofNullable(bound.get(Service.SUBMISSION))
                .filter(_ -> configuration.lab())
                .ifPresent(submission -> lines.addAll(howToSubmit(submission.getPort())));
        lines.add("Ready: " + configuration.hostname() + " serves " + configuration.data() + " at " + addresses(bound)
                + ". Stop with Ctrl-C.");
        return lines;
    }

    private static List<String> whatToType(int smtp, int pop3) {
        return List.of(
                "Send a message by hand. Type this in another window:",
                "",
                "    telnet localhost " + smtp,
                "    HELO .",
                "    MAIL FROM: root@yahoo.com",
                "    RCPT TO: alice@example.test",
                "    DATA",
                "    SUBJECT: my first message",
                "",
                "    see you later ;-)",
                "    .",
                "    QUIT",
                "",
                "Then read it:",
                "",
                "    telnet localhost " + pop3,
                "    USER alice@example.test",
                "    PASS (her password)",
                "    LIST",
                "    RETR 1",
                "    QUIT",
                "",
                "Without telnet: ./pennypost talk localhost:" + smtp + "   and   ./pennypost talk localhost:" + pop3,
                "");
    }

    private static List<String> withImap(int imap) {
        return List.of(
                "Or with any mail program: IMAP on port " + imap + ". By hand:",
                "",
                "    telnet localhost " + imap,
                "    a LOGIN alice@example.test (her password)",
                "    b SELECT INBOX",
                "    c FETCH 1 BODY[]",
                "    d LOGOUT",
                "");
    }

    private static List<String> howToSubmit(int submission) {
        return List.of(
                "Send as alice, to anybody (what is for elsewhere waits in the queue: ./pennypost queue list):",
                "",
                "    ./pennypost send --server localhost:" + submission
                        + " --user alice@example.test --from alice@example.test --to bob@example.test hello",
                "");
    }

    private static String addresses(Map<Service, InetSocketAddress> bound) {
        List<String> words = new ArrayList<>();
        bound.forEach((service, address) -> words.add(service.name() + " " + ListenerNames.text(address)));
        return String.join(", ", words);
    }
}
