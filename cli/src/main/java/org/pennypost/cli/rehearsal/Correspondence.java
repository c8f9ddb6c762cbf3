package org.pennypost.cli.rehearsal;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.pennypost.pop3.client.Pop3Client;
import org.pennypost.sasl.SaslFailure;
import org.pennypost.smtp.BadSyntax;
import org.pennypost.smtp.ForwardPath;
import org.pennypost.smtp.Mailbox;
import org.pennypost.smtp.ReversePath;
import org.pennypost.smtp.client.DeliveryResult;
import org.pennypost.smtp.client.MessageContent;
import org.pennypost.smtp.client.OutgoingMessage;
import org.pennypost.smtp.client.SmtpClient;
import org.pennypost.smtp.client.SmtpClientConfig;
import org.pennypost.wire.ClientConfig;
import org.pennypost.wire.ClientTls;
import org.pennypost.wire.Deadlines;
import org.pennypost.wire.DialogueListener;
import org.pennypost.wire.TlsMode;

/** Mail sent to the rehearsing server, submitted to it, fetched from it and kept on it, most of it of an ordinary size. */
final class Correspondence {
    private static final String HOST = "127.0.0.1";
    private static final String SENDER = "root@rehearsal.example";
    private static final String ELSEWHERE = "somebody@elsewhere.example";
    private static final int HERE_EVERY = 4;
    private static final int DELETED_EVERY = 3;

    private final SmtpClientConfig smtp;
    private final SmtpClientConfig submission;
    private final ClientConfig pop3;
    private final ClientConfig imap;
    private final List<Map.Entry<String, String>> logins;

    /** The ports of the rehearsing server. */
    record Ports(int smtp, int submission, int pop3, int imap) {}

    /** @param passwords by address */
    Correspondence(Ports ports, Map<String, String> passwords) {
        this.smtp = SmtpClientConfig.plain(HOST, ports.smtp, "rehearsal.example");
        this.submission = SmtpClientConfig.plain(HOST, ports.submission, "rehearsal.example");
        this.pop3 = ClientConfig.plain(HOST, ports.pop3);
        this.imap = ClientConfig.plain(HOST, ports.imap);
        this.logins = List.copyOf(new TreeMap<>(passwords).entrySet());
    }

    int accounts() {
        return logins.size();
    }

    /** One session that sends so many messages, to the accounts in turn. */
    Callable<Void> sending(int messages) {
        return () -> {
            send(messages, smtp);
            return null;
        };
    }

    /** One session that submits so many messages of an account, most of them for elsewhere, where nobody ever takes them. */
    Callable<Void> submitting(int account, int messages) {
        return () -> {
            submit(logins.get(account), messages);
            return null;
        };
    }

    /** One session that reads all mail of an account and deletes some of it. */
    Callable<Void> fetching(int account) {
        return () -> {
            fetch(logins.get(account), pop3);
            return null;
        };
    }

    /** One session that keeps an account in order over IMAP. */
    Callable<Void> keeping(int account) {
        return () -> {
            ImapVisit.keep(imap, logins.get(account));
            return null;
        };
    }

    /** A message sent and mail fetched after STARTTLS and STLS. */
    void encrypted() throws IOException {
        send(1, smtp.with(TlsMode.REQUIRED, ClientTls.trustingAll(), false));
        fetch(logins.getFirst(), pop3.with(TlsMode.REQUIRED, ClientTls.trustingAll(), false));
    }

    private void send(int messages, SmtpClientConfig config) throws IOException {
        try (Deadlines deadlines = Deadlines.start();
                SmtpClient client = connect(config, deadlines)) {
            for (int i = 0; i < messages; i++) {
                send(client, SENDER, logins.get(i % logins.size()).getKey(), i);
            }
        }
    }

    private void submit(Map.Entry<String, String> login, int messages) throws IOException, SaslFailure {
        try (Deadlines deadlines = Deadlines.start();
                SmtpClient client = connect(submission, deadlines)) {
            client.login(login.getKey(), login.getValue(), true);
            for (int i = 0; i < messages; i++) {
                send(client, login.getKey(), i % HERE_EVERY == 0 ? login.getKey() : ELSEWHERE, i);
            }
        }
    }

    private static SmtpClient connect(SmtpClientConfig config, Deadlines deadlines) throws IOException {
        return SmtpClient.connect(config, deadlines, DialogueListener.NONE);
    }

    private static void send(SmtpClient client, String from, String to, int number) throws IOException {
        byte[] text = Letter.text(from, to, number).getBytes(StandardCharsets.US_ASCII);
        DeliveryResult result = client.send(OutgoingMessage.of(
                ReversePath.of(mailbox(from)), List.of(ForwardPath.of(mailbox(to))), MessageContent.of(text)));
        if (!result.complete()) {
            throw new IOException("not accepted: " + result.failed());
        }
    }

    private static Mailbox mailbox(String address) throws IOException {
        try {
            return Mailbox.parse(address);
        } catch (BadSyntax wrong) {
            throw new IOException(address + " is no address", wrong);
        }
    }

    private static void fetch(Map.Entry<String, String> login, ClientConfig config) throws IOException {
        try (Deadlines deadlines = Deadlines.start();
                Pop3Client client = Pop3Client.connect(config, deadlines, DialogueListener.NONE)) {
            client.login(login.getKey(), login.getValue());
            client.uniqueIds();
            for (int number : client.list().keySet()) {
                client.retrieve(number, (_, _, _) -> {});
                if (number % DELETED_EVERY == 0) {
                    client.delete(number);
                }
            }
            client.quit();
        }
    }
}
