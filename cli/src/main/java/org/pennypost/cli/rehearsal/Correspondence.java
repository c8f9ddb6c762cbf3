package org.pennypost.cli.rehearsal;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.pennypost.pop3.client.Pop3Client;
import org.pennypost.pop3.client.Pop3ClientConfig;
import org.pennypost.smtp.ForwardPath;
import org.pennypost.smtp.Mailbox;
import org.pennypost.smtp.ReversePath;
import org.pennypost.smtp.client.DeliveryResult;
import org.pennypost.smtp.client.MessageContent;
import org.pennypost.smtp.client.OutgoingMessage;
import org.pennypost.smtp.client.SmtpClient;
import org.pennypost.smtp.client.SmtpClientConfig;
import org.pennypost.wire.ClientTls;
import org.pennypost.wire.Deadlines;

/** Mail sent to the rehearsing server and fetched from it, most of it of an ordinary size. */
final class Correspondence {
    private static final String HOST = "127.0.0.1";
    private static final int DELETED_EVERY = 3;

    private final SmtpClientConfig smtp;
    private final Pop3ClientConfig pop3;
    private final List<Map.Entry<String, String>> logins;

    /** @param passwords by address */
    Correspondence(int smtpPort, int pop3Port, Map<String, String> passwords) {
        this.smtp = SmtpClientConfig.plain(HOST, smtpPort, "rehearsal.example");
        this.pop3 = Pop3ClientConfig.plain(HOST, pop3Port);
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

    /** One session that reads all mail of an account and deletes some of it. */
    Callable<Void> fetching(int account) {
        return () -> {
            fetch(logins.get(account), pop3);
            return null;
        };
    }

    /** A message sent and mail fetched after STARTTLS and STLS. */
    void encrypted() throws IOException {
        send(1, smtp.with(SmtpClientConfig.Security.STARTTLS, ClientTls.trustingAll(), false));
        fetch(logins.getFirst(), pop3.with(Pop3ClientConfig.Security.STLS, ClientTls.trustingAll(), false));
    }

    private void send(int messages, SmtpClientConfig config) throws IOException {
        try (Deadlines deadlines = Deadlines.start();
                SmtpClient client =
                        SmtpClient.connect(config, deadlines, org.pennypost.smtp.client.DialogueListener.NONE)) {
            for (int i = 0; i < messages; i++) {
                DeliveryResult result =
                        client.send(message(logins.get(i % logins.size()).getKey(), i));
                if (!result.complete()) {
                    throw new IOException("not accepted: " + result.failed());
                }
            }
        }
    }

    private static OutgoingMessage message(String to, int number) throws IOException {
        byte[] text = Letter.text(to, number).getBytes(StandardCharsets.US_ASCII);
        try {
            return OutgoingMessage.of(
                    ReversePath.of(Mailbox.parse("root@rehearsal.example")),
                    List.of(ForwardPath.of(Mailbox.parse(to))),
                    MessageContent.of(text));
        } catch (org.pennypost.smtp.BadSyntax wrong) {
            throw new IOException(to + " is no address", wrong);
        }
    }

    private static void fetch(Map.Entry<String, String> login, Pop3ClientConfig config) throws IOException {
        try (Deadlines deadlines = Deadlines.start();
                Pop3Client client =
                        Pop3Client.connect(config, deadlines, org.pennypost.pop3.client.DialogueListener.NONE)) {
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
