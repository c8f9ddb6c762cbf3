package org.pennypost.smtp.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.pennypost.sasl.Identity;
import org.pennypost.smtp.ContentSource;
import org.pennypost.smtp.Offer;
import org.pennypost.smtp.RemoteQueues;
import org.pennypost.smtp.Reply;
import org.pennypost.smtp.ServiceProfile;
import org.pennypost.smtp.SmtpLimits;
import org.pennypost.smtp.SmtpPeer;
import org.pennypost.smtp.server.SmtpServer;
import org.pennypost.smtp.server.SmtpServerConfig;
import org.pennypost.testkit.Carrier;
import org.pennypost.testkit.Dialogue;
import org.pennypost.testkit.FakeClock;
import org.pennypost.testkit.Stage;
import org.pennypost.wire.ByteSink;
import org.pennypost.wire.testing.Backstage;
import org.pennypost.wire.testing.LinkDialogue;

/**
 * The server in transcripts, before a {@link MemoryReception}, as {@code mx.example.org}.
 *
 * <pre>
 * given  starttls                            it has a certificate
 * given  limit size|recipients|errors|commands|line N
 * given  sender|recipient &lt;path&gt; CODE STATUS words    how MAIL or RCPT of the path is answered
 * given  verify NAME CODE STATUS words       how VRFY of the name is answered
 * given  verdict CODE STATUS words           how messages are answered
 * given  verdict-for &lt;path&gt; CODE STATUS words  the same over LMTP for one recipient
 * given  submission|logins [lab]             it takes only, or also, clients that log in; in the lab without TLS too
 * given  offer dsn|requiretls|priority|binary  it offers that
 * given  offer deliverby|futurerelease SECONDS  it offers that, with this least or longest time
 * given  offer etrn                           it starts queues for example.org, and for nobody else
 * given  offer proxied trusted|untrusted      it takes XCLIENT and XFORWARD from this client, or from others alone
 * given  offer burl                           it fetches test:WORDS, which is the words and CR LF
 * given  lmtp                                 it speaks LMTP
 * given  login NAME PASSWORD                 who may log in
 * given  login NAME refused CAUSE            who may not, and why (a name of Logins.Cause)
 * as early                                   a client that speaks before the greeting
 * as proxy                                   one that speaks HTTP then
 * stored N                                   so many messages were accepted
 * message N [from &lt;path&gt;] [to &lt;path&gt;,...] [with PROTOCOL] [login NAME] [client ADDRESS:PORT] [parameters "..."] [rcpt-parameters "... / ..."] [helo NAME] [octets N]
 *     content                                what the N-th is
 * ended                                      all sessions are over
 * </pre>
 */
public final class SmtpStage implements Stage {
    /** RFC 2920 §3.1: these can only be the last command of a group; STARTTLS by RFC 3207 §4. */
    private static final Set<String> LAST_IN_GROUP =
            Set.of("HELO", "EHLO", "DATA", "VRFY", "EXPN", "QUIT", "NOOP", "HELP", "STARTTLS", "AUTH", "LHLO", "ETRN");

    private final Backstage backstage;
    private final FakeClock clock;
    private final MemoryReception reception = new MemoryReception();
    private final MemoryLogins logins = new MemoryLogins();
    private SmtpServerConfig config = SmtpServerConfig.named("mx.example.org");

    /** @param carrier what carries the bytes */
    public SmtpStage(Carrier carrier) {
        backstage = new Backstage(carrier, 25);
        clock = backstage.clock();
    }

    @Override
    public void given(List<String> words) {
        switch (words.getFirst()) {
            case "starttls" -> config = config.withTls(TestTls::server);
            case "limit" -> config = config.with(limit(config.limits(), words.get(1), Integer.parseInt(words.get(2))));
            case "sender" -> reception.sender(words.get(1), reply(words, 2));
            case "recipient" -> reception.recipient(words.get(1), reply(words, 2));
            case "verify" -> reception.verified(words.get(1), reply(words, 2));
            case "submission" -> config = config.with(ServiceProfile.submission(login(words)));
            case "offer" -> config = config.with(config.profile().with(offer(words)));
            case "lmtp" -> config = config.with(ServiceProfile.LMTP);
            case "logins" -> config = config.with(config.profile().with(login(words)));
            case "login" -> login(words.get(1), words.subList(2, words.size()));
            case "verdict" -> reception.verdict(reply(words, 1));
            case "verdict-for" -> reception.verdictFor(words.get(1), reply(words, 2));
            default ->
                throw new IllegalArgumentException(
                        "there is no 'given " + words.getFirst()
                                + "' here, only starttls, limit, sender, recipient, verify, verdict, submission, logins, login, offer, lmtp");
        }
    }

    private Offer offer(List<String> words) {
        return switch (words.get(1)) {
            case "binary" -> new Offer.BinaryMime();
            case "dsn" -> new Offer.DeliveryStatus();
            case "requiretls" -> new Offer.RequireTls();
            case "priority" -> new Offer.Priority();
            case "etrn" -> new Offer.RemoteQueue(SmtpStage::etrn);
            case "proxied" -> new Offer.ProxiedClient(address -> words.get(2).equals("trusted"));
            case "burl" -> new Offer.FetchedContent(new TestContent());
            case "deliverby" -> new Offer.DeliverByTime(Duration.ofSeconds(Long.parseLong(words.get(2))));
            case "futurerelease" -> new Offer.FutureRelease(Duration.ofSeconds(Long.parseLong(words.get(2))), clock);
            default -> throw new IllegalArgumentException("there is no offer " + words.get(1));
        };
    }

    private static Reply etrn(SmtpPeer peer, RemoteQueues.Node node) {
        return switch (node) {
            case RemoteQueues.Node.Domain(String name)
            when name.equals("example.org") ->
                Reply.of(253, "2.0.0", "OK, 3 pending messages for node example.org started.");
            case RemoteQueues.Node.Subdomains(String name)
            when name.equals("example.org") -> Reply.of(250, "2.0.0", "OK, queuing for node @example.org started.");
            case RemoteQueues.Node.Queue(String name) ->
                Reply.of(458, "4.0.0", "Unable to queue messages for node #" + name + ".");
            case RemoteQueues.Node.Domain _, RemoteQueues.Node.Subdomains _ ->
                Reply.of(459, "4.7.1", "Node not allowed: it is not yours.");
        };
    }

    /** Fetches {@code test:WORDS}; {@code test:none} is not for anybody. */
    private static final class TestContent implements ContentSource {
        @Override
        public String offered(Identity login) {
            return "imap";
        }

        @Override
        public Optional<Reply> fetch(String url, Identity login, ByteSink into) throws IOException {
            if (url.equals("test:none")) {
                return Optional.of(
                        Reply.of(554, "5.7.0", "IMAP URL authorization failed for " + login.address() + "."));
            }
            byte[] words = (url.substring("test:".length()) + "\r\n").getBytes(StandardCharsets.US_ASCII);
            into.accept(words, 0, words.length);
            return Optional.empty();
        }
    }

    private Offer.Login login(List<String> words) {
        return new Offer.Login(logins, words.contains("lab"));
    }

    private void login(String name, List<String> words) {
        if (words.getFirst().equals("refused")) {
            logins.refuse(name, words.get(1));
        } else {
            logins.add(name, words.getFirst());
        }
    }

    private static Reply reply(List<String> words, int from) {
        return Reply.of(
                Integer.parseInt(words.get(from)),
                words.get(from + 1),
                String.join(" ", words.subList(from + 2, words.size())));
    }

    private static SmtpLimits limit(SmtpLimits old, String name, int value) {
        return new SmtpLimits(
                name.equals("line") ? value : old.commandLineBytesMax(),
                name.equals("size") ? value : old.messageBytesMax(),
                name.equals("size") ? value : old.messageOverrunBytesMax(),
                name.equals("recipients") ? value : old.recipientsMax(),
                name.equals("errors") ? value : old.errorsMax(),
                name.equals("commands") ? value : old.commandsMax(),
                old.commandTimeout(),
                old.dataTimeout(),
                old.handshakeTimeout(),
                old.withoutMailMax());
    }

    @Override
    public Dialogue connect(List<String> as, boolean tls) throws IOException {
        CountDownLatch begin = new CountDownLatch(1);
        SmtpServer server = new SmtpServer(config, reception, clock);
        LinkDialogue dialogue = backstage.connect(tls, connection -> {
            awaitEarlyWords(begin);
            server.handle(connection);
        });
        String early = earlyWords(as);
        if (!early.isEmpty()) {
            dialogue.send(early.getBytes(StandardCharsets.US_ASCII));
        }
        begin.countDown();
        return dialogue;
    }

    /** The session begins when its client has said what it says too early. */
    private static void awaitEarlyWords(CountDownLatch begin) {
        try {
            assertThat(begin.await(Backstage.PATIENCE.toSeconds(), TimeUnit.SECONDS))
                    .isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError("nobody interrupts here", e);
        }
    }

    private static String earlyWords(List<String> as) {
        return switch (String.join(" ", as)) {
            case "" -> "";
            case "early" -> "EHLO spammer.example\r\n";
            case "proxy" -> "CONNECT mx.example.org:25 HTTP/1.1\r\n\r\n";
            default -> throw new IllegalArgumentException("there is no 'as " + as + "' here, only early and proxy");
        };
    }

    @Override
    public void advance(Duration time) {
        backstage.advance(time);
    }

    @Override
    public void perform(String word, List<String> arguments, String block) {
        switch (word) {
            case "stored" -> assertThat(reception.received()).hasSize(Integer.parseInt(arguments.getFirst()));
            case "message" -> message(arguments, block);
            case "ended" -> end();
            default ->
                throw new IllegalArgumentException("there is no '" + word + "' here, only stored, message, ended");
        }
    }

    private void message(List<String> arguments, String block) {
        MemoryReception.Received message = reception.received().get(Integer.parseInt(arguments.getFirst()) - 1);
        for (int i = 1; i + 1 < arguments.size(); i += 2) {
            assertThat(property(message, arguments.get(i))).as(arguments.get(i)).isEqualTo(arguments.get(i + 1));
        }
        if (!block.isEmpty()) {
            byte[] expected = (block + "\r\n").getBytes(StandardCharsets.UTF_8);
            assertThat(message.content()).isEqualTo(new String(expected, StandardCharsets.ISO_8859_1));
        }
    }

    private static String property(MemoryReception.Received message, String name) {
        return switch (name) {
            case "from" -> message.envelope().from().toString();
            case "to" -> {
                List<String> paths = new ArrayList<>();
                message.envelope()
                        .recipients()
                        .forEach(each -> paths.add(each.to().toString()));
                yield String.join(",", paths);
            }
            case "with" -> message.envelope().withProtocol();
            case "login" ->
                message.envelope().peer().identity().map(Identity::address).orElse("-");
            case "parameters" ->
                message.envelope().mail().parameters().written(any -> true).strip();
            case "rcpt-parameters" ->
                message.envelope().recipients().stream()
                        .map(each -> each.parameters().written(any -> true).strip())
                        .collect(Collectors.joining(" / "));
            case "client" ->
                message.envelope().peer().remote().getAddress().getHostAddress() + ":"
                        + message.envelope().peer().remote().getPort();
            case "helo" -> message.envelope().peer().helo();
            case "body" -> message.envelope().mail().body().keyword();
            case "octets" -> Integer.toString(message.content().length());
            default ->
                throw new IllegalArgumentException("a message has no '" + name
                        + "', only from, to, with, login, client, parameters, rcpt-parameters, helo, body, octets");
        };
    }

    @Override
    public boolean mayPipelineAfter(String clientLine) {
        return !LAST_IN_GROUP.contains(clientLine.strip().split(" ", 2)[0].toUpperCase(Locale.ROOT));
    }

    private void end() {
        backstage.awaitEnd();
        assertThat(reception.openMessages())
                .as("messages that were begun and not closed")
                .isZero();
    }

    @Override
    public List<Throwable> faults() {
        end();
        return backstage.faults();
    }

    @Override
    public void close() {
        backstage.close();
    }
}
