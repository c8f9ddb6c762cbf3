package org.pennypost.smtp.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.pennypost.smtp.Offer;
import org.pennypost.smtp.Reply;
import org.pennypost.smtp.ServiceKind;
import org.pennypost.smtp.ServiceProfile;
import org.pennypost.smtp.SmtpLimits;
import org.pennypost.smtp.SmtpPeer;
import org.pennypost.smtp.commands.Commands;
import org.pennypost.smtp.extensions.SmtpExtensions;
import org.pennypost.smtp.testing.MemoryReception;

/** What transcripts cannot say well: limits that need many lines, values handed to the port, and lines that nobody would write. */
class SmtpSessionTest {
    private final MemoryReception reception = new MemoryReception();
    private SmtpSession session = session(SmtpLimits.DEFAULT);

    private SmtpSession session(SmtpLimits limits) {
        return session(limits, ServiceProfile.INBOUND);
    }

    private SmtpSession session(SmtpLimits limits, ServiceProfile profile) {
        InetSocketAddress client = new InetSocketAddress(InetAddress.ofLiteral("192.0.2.7"), 40000);
        InetSocketAddress local = new InetSocketAddress(InetAddress.ofLiteral("192.0.2.1"), 25);
        SmtpPeer peer = new SmtpPeer("c1", client, local, "", false, Optional.empty());
        Vocabulary vocabulary = new Vocabulary(Commands.of(ServiceKind.INBOUND), SmtpExtensions.of(profile));
        return new SmtpSession(
                new SmtpService("mx.example.org", "ESMTP", limits, true, profile, vocabulary, reception), peer);
    }

    /** Postfix's XFORWARD may come in several commands for one message; what was said of the last message does not count for the next. */
    @Test
    void whatAFilterForwardsIsSaidTogether() {
        ServiceProfile trusting = ServiceProfile.INBOUND.with(new Offer.ProxiedClient(_ -> true));
        session = session(SmtpLimits.DEFAULT, trusting);
        say("EHLO filter.example");
        assertThat(code("XFORWARD NAME=spike.example ADDR=192.0.2.9")).isEqualTo(250);
        assertThat(code("xforward addr=192.0.2.10 helo=spike")).isEqualTo(250);
        assertThat(session.forwarded())
                .map(Object::toString)
                .contains("{NAME=spike.example, ADDR=192.0.2.10, HELO=spike}");
        say("MAIL FROM:<>");
        assertThat(code("XFORWARD PROTO=SMTP")).isEqualTo(503);
        say("RSET");
        assertThat(session.forwarded())
                .map(Object::toString)
                .contains("{NAME=spike.example, ADDR=192.0.2.10, HELO=spike}");
        say("XFORWARD PROTO=SMTP");
        assertThat(session.forwarded()).map(Object::toString).contains("{PROTO=SMTP}");
    }

    /** RFC 4865 §4.2 (2). */
    @Test
    void futureReleaseIsForSubmissionAlone() {
        Offer release = new Offer.FutureRelease(Duration.ofDays(1), InstantSource.system());
        for (ServiceProfile profile : List.of(ServiceProfile.INBOUND, ServiceProfile.LMTP)) {
            assertThatThrownBy(() -> profile.with(release)).hasMessageContaining("for submission alone");
        }
    }

    private static SmtpLimits limits(int recipientsMax, int errorsMax, int commandsMax) {
        Duration minute = Duration.ofMinutes(1);
        return new SmtpLimits(512, 65_536, 0, recipientsMax, errorsMax, commandsMax, minute, minute, minute, minute);
    }

    private Outcome say(String line) {
        return session.line(line.getBytes(StandardCharsets.UTF_8));
    }

    private int code(String line) {
        return say(line).replies().getFirst().code();
    }

    @Test
    void theEnvelopeTellsHowTheMessageCame() {
        say("EHLO client.example");
        say("MAIL FROM:<j\u00fcrgen@example.net> SMTPUTF8 BODY=8BITMIME SIZE=10");
        say("RCPT TO:<bob@example.org>");
        say("RCPT TO:<eve@example.org>");
        assertThat(session.envelope().withProtocol()).isEqualTo("UTF8SMTP");
        assertThat(session.envelope().from()).hasToString("<j\u00fcrgen@example.net>");
        assertThat(session.envelope().recipients())
                .extracting(rcpt -> rcpt.to().toString())
                .containsExactly("<bob@example.org>", "<eve@example.org>");
        assertThat(session.envelope().peer().helo()).isEqualTo("client.example");
        say("HELO client.example");
        say("MAIL FROM:<>");
        assertThat(session.envelope().withProtocol()).isEqualTo("SMTP");
    }

    @Test
    void recipientsBeyondTheLimitAreToldToComeAgain() {
        session = session(limits(100, 5, 20_000));
        say("EHLO c");
        say("MAIL FROM:<>");
        for (int i = 0; i < 10_000; i++) {
            Reply reply = say("RCPT TO:<u" + i + "@example.org>").replies().getFirst();
            assertThat(reply.code()).isEqualTo(i < 100 ? 250 : 452);
        }
        assertThat(session.envelope().recipients()).hasSize(100);
        assertThat(say("DATA")).isInstanceOf(Outcome.Receive.class);
    }

    @Test
    void errorsEndASession() {
        session = session(limits(100, 5, 1000));
        for (int i = 0; i < 5; i++) {
            assertThat(code("XYZZY")).isEqualTo(500);
        }
        assertThat(say("XYZZY"))
                .isInstanceOfSatisfying(
                        Outcome.Close.class,
                        close -> assertThat(close.replies().getFirst().wire()).startsWith("421 4.7.0 "));
    }

    @Test
    void commandsWithoutMailEndASession() {
        session = session(limits(100, 5, 50));
        for (int i = 0; i < 50; i++) {
            assertThat(code("NOOP")).isEqualTo(250);
        }
        assertThat(say("NOOP"))
                .isInstanceOfSatisfying(
                        Outcome.Close.class,
                        close -> assertThat(close.replies().getFirst().code()).isEqualTo(421));
    }

    @Test
    void quitIsAnsweredEvenBeyondTheLimits() {
        session = session(limits(100, 5, 1));
        say("NOOP");
        assertThat(code("QUIT")).isEqualTo(221);
    }

    @Test
    void repliesMayWaitForTheGroupOnlyWhereTheStandardSays() {
        for (String line :
                List.of("EHLO c", "DATA", "NOOP", "VRFY x", "EXPN x", "QUIT", "HELP", "STARTTLS", "XYZZY", "")) {
            say(line);
            assertThat(session.replyMayWait()).as(line).isFalse();
        }
        for (String line : List.of("MAIL FROM:<>", "RCPT TO:<bob@example.org>", "RSET")) {
            say(line);
            assertThat(session.replyMayWait()).as(line).isTrue();
        }
    }

    /** A reply that repeated a CR LF of the peer would be two replies. */
    @Test
    void noRubbishThrowsOrGetsIntoAReply() {
        long seed = Long.getLong("seed", System.nanoTime());
        System.out.println("SmtpSessionTest.noRubbishThrowsOrGetsIntoAReply seed=" + seed);
        RandomGenerator random = new Random(seed);
        session = session(limits(100, Integer.MAX_VALUE, Integer.MAX_VALUE));
        List<String> words = List.of(
                "HELO ",
                "EHLO ",
                "MAIL FROM:",
                "MAIL ",
                "RCPT TO:",
                "DATA",
                "RSET",
                "NOOP ",
                "VRFY ",
                "EXPN ",
                "HELP ",
                "STARTTLS",
                "QUIT",
                "GET / ",
                "<a@example.org>",
                "<\"",
                "\r\n250 ok",
                "\r",
                "\n",
                "\0",
                "\u001b[2J",
                "\u00fc",
                "<>",
                " SIZE=",
                " BODY=",
                " X\r\n=1",
                "@[IPv6:",
                "a@b.c ");
        for (int i = 0; i < 100_000; i++) {
            StringBuilder line = new StringBuilder();
            for (int n = random.nextInt(1, 6); n > 0; n--) {
                line.append(words.get(random.nextInt(words.size())));
            }
            byte[] bytes = line.toString()
                    .getBytes(random.nextBoolean() ? StandardCharsets.UTF_8 : StandardCharsets.ISO_8859_1);
            String wire = session.line(bytes).replies().getFirst().wire();
            String code = wire.substring(0, 3);
            assertThat(wire)
                    .as("seed %d line %s", seed, line)
                    .matches("(" + code + "-[\\t -~]*\r\n)*" + code + " [\\t -~]*\r\n");
        }
    }
}
