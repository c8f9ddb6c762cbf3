package org.pennypost.client;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.pennypost.mime.Address;
import org.pennypost.sasl.SaslFailure;
import org.pennypost.smtp.ForwardPath;
import org.pennypost.smtp.Mailbox;
import org.pennypost.smtp.RcptCommand;
import org.pennypost.smtp.Reply;
import org.pennypost.smtp.ReversePath;
import org.pennypost.smtp.client.DeliveryResult;
import org.pennypost.smtp.client.MessageContent;
import org.pennypost.smtp.client.OutgoingMessage;
import org.pennypost.smtp.client.SmtpClient;
import org.pennypost.smtp.client.SmtpClientConfig;
import org.pennypost.smtp.client.SmtpTimeouts;
import org.pennypost.wire.Deadlines;
import org.pennypost.wire.DialogueListener;

/**
 * Sends messages through one server.
 *
 * @param server where, and how it is encrypted
 * @param insecure whether any certificate will do
 * @param clientName what we call ourselves: a domain name or an address literal; empty: our address
 * @param login who logs in, or null for nobody
 * @param patience how long to wait for the server at each step
 */
public record Sending(
        ServerAddress server,
        boolean insecure,
        String clientName,
        @Nullable Credentials login,
        Duration patience) {
    /** Sees the session; secrets never reach it. */
    public interface Listener extends DialogueListener, ProgressListener {
        /** Something that was done to the message, or was not, and that its sender should know; nothing by default. */
        default void note(String text) {}
    }

    /**
     * Sends a message that is in a file.
     *
     * @param from who gets the message back if it cannot be delivered
     * @param to the recipients, at least one
     * @param reports what the sender wants to be told later on; where the server takes no such wishes, the listener is told
     * @param message the file, which must not change meanwhile; line ends that are not CRLF are sent as CRLF. For a server without 8BITMIME its bodies are encoded
     *     where that breaks no signature (RFC 6152 §3); the listener is told
     * @return what became of it for each recipient
     * @throws LoginRefused when the server wants another password, or ours must not be said
     * @throws org.pennypost.smtp.client.SmtpRefused when it wants no session with us
     * @throws IOException when it cannot be reached or the connection breaks
     */
    public DeliveryResult send(
            Address.Mailbox from, List<Address.Mailbox> to, ReportsWanted reports, Path message, Listener listener)
            throws IOException {
        long total = Files.size(message);
        try (SevenBitForm form = new SevenBitForm(message, listener);
                Deadlines deadlines = Deadlines.start();
                SmtpClient client = open(deadlines, listener)) {
            if (reports.isSaid() && !client.capabilities().offers("DSN")) {
                listener.note(server + " takes no wishes about delivery reports (no DSN in its answer to EHLO)");
            }
            List<Mailbox> recipients = to.stream().map(Sending::mailbox).toList();
            OutgoingMessage outgoing = OutgoingMessage.of(
                            ReversePath.of(mailbox(from)),
                            recipients.stream().map(ForwardPath::of).toList(),
                            counted(MessageContent.of(message), form, total, listener))
                    .to(recipients.stream()
                            .map(each -> new RcptCommand(ForwardPath.of(each), reports.ofRcpt(each)))
                            .toList())
                    .with(reports.ofMail());
            return client.send(outgoing);
        }
    }

    /**
     * Opens a session, logged in if there is a login, for several messages.
     *
     * @throws LoginRefused when the server wants another password, or ours must not be said
     * @throws IOException when it cannot be reached, or wants no session with us
     */
    public SmtpClient open(Deadlines deadlines) throws IOException {
        return open(deadlines, DialogueListener.NONE);
    }

    private SmtpClient open(Deadlines deadlines, DialogueListener listener) throws IOException {
        Encryption encryption = Encryption.of(server, insecure, login != null);
        SmtpClientConfig config = SmtpClientConfig.plain(server.host(), server.port(), clientName)
                .with(server.tls(), encryption.context(), encryption.verify())
                .with(SmtpTimeouts.all(patience));
        SmtpClient client = SmtpClient.connect(config, deadlines, listener);
        try {
            if (login != null) {
                logIn(client, login);
            }
            return client;
        } catch (IOException refused) {
            client.close();
            throw refused;
        }
    }

    private static Mailbox mailbox(Address.Mailbox address) {
        return new Mailbox(address.localPart(), address.international() ? address.domain() : address.asciiDomain());
    }

    /** The message is read twice: to measure it, and to send it. Only the second time is progress. */
    private static MessageContent counted(
            MessageContent content, SevenBitForm form, long total, ProgressListener listener) {
        return new MessageContent() {
            private boolean measured;

            @Override
            public InputStream open() throws IOException {
                boolean again = measured;
                measured = true;
                return again ? new CountedInput(content.open(), total, listener) : content.open();
            }

            @Override
            public Optional<MessageContent> sevenBit() throws IOException {
                return form.content();
            }
        };
    }

    /** By the strongest mechanism that both sides have (RFC 4954 §4). */
    private void logIn(SmtpClient client, Credentials who) throws IOException {
        Encryption.requireSecrecy(server, client.tls().isPresent());
        if (client.capabilities().parameters("AUTH").isEmpty()) {
            throw new LoginRefused(
                    server + " offers no login here (leave out --user, or try another port or --tls)", false);
        }
        Reply reply;
        try {
            reply = client.login(who.user(), who.password(), true);
        } catch (SaslFailure unfit) {
            throw new LoginRefused("cannot log in to " + server + ": " + unfit.getMessage(), false);
        }
        if (!reply.positive()) {
            throw new LoginRefused(server + " refused the login: " + reply, reply.transientFailure());
        }
    }

    private static final class CountedInput extends FilterInputStream {
        private final long total;
        private final ProgressListener listener;
        private long octets;

        CountedInput(InputStream in, long total, ProgressListener listener) {
            super(in);
            this.total = total;
            this.listener = listener;
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            int count = super.read(into, offset, length);
            if (count > 0) {
                octets += count;
                listener.progress(octets, total);
            }
            return count;
        }
    }
}
