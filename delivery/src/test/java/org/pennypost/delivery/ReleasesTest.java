package org.pennypost.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pennypost.queue.HeldMessage;
import org.pennypost.queue.Queue;
import org.pennypost.queue.SendingLimits;
import org.pennypost.smtp.Envelope;
import org.pennypost.smtp.EnvelopeParameters;
import org.pennypost.smtp.EsmtpParameter;
import org.pennypost.smtp.EsmtpParameters;
import org.pennypost.smtp.ForwardPath;
import org.pennypost.smtp.IncomingMessage;
import org.pennypost.smtp.MailCommand;
import org.pennypost.smtp.Mailbox;
import org.pennypost.smtp.RcptCommand;
import org.pennypost.smtp.Reply;
import org.pennypost.smtp.ReversePath;
import org.pennypost.store.Blob;
import org.pennypost.store.BlobId;
import org.pennypost.store.BlobStore;
import org.pennypost.store.Partition;
import org.pennypost.store.Pending;
import org.pennypost.store.Store;
import org.pennypost.store.StoreException;
import org.pennypost.store.StoreFull;
import org.pennypost.store.Work;
import org.pennypost.store.testing.ForwardingBlobs;
import org.pennypost.store.testing.ForwardingStore;
import org.pennypost.testkit.FakeClock;

/** Messages that are held back (RFC 4865), and what becomes of them at their time. */
class ReleasesTest {
    private static final String MESSAGE = """
            From: Alice <alice@example.test>\r
            Date: Mon, 23 Nov 2026 12:00:00 +0000\r
            Message-ID: <1@example.test>\r
            \r
            hello\r
            """;

    private static final Instant IN_AN_HOUR = FakeClock.START.plus(Duration.ofHours(1));

    private static final List<EsmtpParameter<?>> KNOWN = List.of(
            EnvelopeParameters.RET,
            EnvelopeParameters.ENVID,
            EnvelopeParameters.NOTIFY,
            EnvelopeParameters.HOLDFOR,
            EnvelopeParameters.HOLDUNTIL,
            EnvelopeParameters.BY,
            EnvelopeParameters.MT_PRIORITY,
            MailCommand.SIZE);

    private SubmissionFixture world;

    // JUnit opens the world before every test.
    @SuppressWarnings("NullAway.Init")
    ReleasesTest() {}

    @BeforeEach
    void open() throws Exception {
        world = new SubmissionFixture();
    }

    @AfterEach
    void close() throws Exception {
        world.close();
    }

    /** §4.2 (5), (6). */
    @ParameterizedTest
    @ValueSource(strings = {"HOLDFOR=3600", "HOLDUNTIL=2026-11-23T13:00:00Z"})
    void nothingIsReleasedBeforeItsTime(String parameter) throws Exception {
        Reply reply = send(parameter, "bob@example.test", "you@elsewhere.test");
        assertThat(reply.wire())
                .isEqualTo("250 2.0.0 held back as " + world.held().id()
                        + " for 2 recipients until 2026-11-23T13:00:00Z.\r\n");
        assertThat(world.heldBack).hasValue(1);
        assertThat(world.held().release()).contains(IN_AN_HOUR);
        assertThat(world.releases.run()).contains(IN_AN_HOUR);
        world.clock.advance(Duration.ofHours(1).minusMillis(1));
        assertThat(world.releases.run()).contains(IN_AN_HOUR);
        assertThat(world.count("bob")).isZero();
        assertThat(world.held().release()).contains(IN_AN_HOUR);

        world.clock.advance(Duration.ofMillis(1));
        assertThat(world.releases.run()).isEmpty();
        assertThat(world.delivered("bob"))
                .startsWith("Return-Path: <alice@example.test>\r\nDelivered-To: bob@example.test\r\nReceived: from ")
                .contains(" Mon, 23 Nov 2026 12:00:00 +0000\r\nFrom: Alice")
                .endsWith("\r\nhello\r\n");
        assertThat(world.held().release()).isEmpty();
        assertThat(world.heldFor()).containsExactly("you@elsewhere.test");
        assertThat(world.queued()).endsWith("\r\nhello\r\n");
        world.releases.run();
        assertThat(world.count("bob")).isEqualTo(1);
    }

    @Test
    void aTimeThatIsOverHoldsNothingBack() throws Exception {
        assertThat(send("HOLDUNTIL=2026-11-23T12:00:00Z", "bob@example.test").wire())
                .isEqualTo("250 2.0.0 Delivered.\r\n");
        assertThat(world.count("bob")).isEqualTo(1);
        assertThat(world.queue.inOrder(9)).isEmpty();
    }

    @Test
    void nothingStaysOfAMessageForPeopleHere() throws Exception {
        world.add("carol", 0);
        send("HOLDFOR=3600", "bob@example.test", "bob+list@example.test", "<postmaster>", "carol@example.test");
        assertThat(world.heldFor()).contains("bob+list@example.test").hasSize(4);
        world.clock.advance(Duration.ofHours(1));
        assertThat(world.releases.run()).isEmpty();
        assertThat(world.count("bob")).isEqualTo(1);
        assertThat(world.count("carol")).isEqualTo(1);
        assertThat(world.queue.inOrder(9)).isEmpty();
    }

    /** The order of the queue is that of those that may leave; the others come behind them. */
    @Test
    void whatIsHeldBackHasNoPriorityYet() throws Exception {
        send("HOLDFOR=7200 MT-PRIORITY=9", "you@elsewhere.test");
        send("HOLDFOR=3600", "you@elsewhere.test");
        send("", "you@elsewhere.test");
        assertThat(world.queue.inOrder(9))
                .extracting(HeldMessage::release)
                .containsExactly(
                        Optional.empty(), Optional.of(IN_AN_HOUR), Optional.of(IN_AN_HOUR.plus(Duration.ofHours(1))));
        assertThat(world.queue.inOrder(1)).extracting(HeldMessage::release).containsExactly(Optional.empty());
        world.clock.advance(Duration.ofHours(2));
        assertThat(world.releases.run()).isEmpty();
        assertThat(world.queue.inOrder(9)).extracting(HeldMessage::priority).containsExactly(9, 0, 0);
    }

    /** §5.1.2, and RFC 3461 §5.2.3. */
    @Test
    void whoAsksIsToldWhenItIsReleased() throws Exception {
        world.add("carol", 0);
        send("HOLDFOR=3600 ENVID=x1", "bob@example.test NOTIFY=SUCCESS", "carol@example.test");
        assertThat(world.count("alice")).isZero();
        world.clock.advance(Duration.ofHours(1));
        world.releases.run();
        assertThat(world.delivered("alice")).contains("""
                        Original-Envelope-Id: x1\r
                        Reporting-MTA: dns; mail.example.test\r
                        Arrival-Date: Mon, 23 Nov 2026 12:00:00 +0000\r
                        Future-Release-Request: for;3600\r
                        \r
                        Final-Recipient: rfc822; bob@example.test\r
                        Action: delivered\r
                        """).doesNotContain("carol");
    }

    @Test
    void whoeverHasGoneMeanwhileIsToldAsFailed() throws Exception {
        world.add("carol", 0);
        send("HOLDUNTIL=2026-11-23T13:00:00Z BY=7200;N", "carol@example.test", "bob@example.test");
        world.directory.removeAccount("carol@example.test");
        world.clock.advance(Duration.ofHours(1));
        assertThat(world.releases.run()).isEmpty();
        assertThat(world.count("bob")).isEqualTo(1);
        assertThat(world.delivered("alice"))
                .contains("Future-Release-Request: until;2026-11-23T13:00:00Z\r\n")
                .contains("Final-Recipient: rfc822; carol@example.test\r\nAction: failed\r\nStatus: 5.1.1\r\n")
                .doesNotContain("bob@");
        assertThat(world.queue.inOrder(9)).isEmpty();
    }

    /** One that is to leave and cannot be delivered, too, is two. */
    @Test
    void aFullMailboxIsTriedAgainForSomeDays() throws Exception {
        world.add("carol", 500);
        send("HOLDFOR=3600", "carol@example.test", "you@elsewhere.test", "bob@example.test");
        fill();
        world.clock.advance(Duration.ofHours(1));
        Instant again = IN_AN_HOUR.plus(Releases.AGAIN);
        assertThat(world.releases.run()).contains(again);
        assertThat(world.count("bob")).isEqualTo(1);
        assertThat(world.count("carol")).isEqualTo(1);
        assertThat(world.queue.inOrder(9))
                .extracting(HeldMessage::release)
                .containsExactly(Optional.empty(), Optional.of(again));
        assertThat(world.queue.check()).isEmpty();

        world.clock.advance(Releases.GIVEN_UP.minus(Duration.ofMillis(1)));
        assertThat(world.releases.run()).isPresent();
        assertThat(world.count("alice")).isZero();
        world.clock.advance(Duration.ofHours(1));
        assertThat(world.releases.run()).isEmpty();
        assertThat(world.delivered("alice"))
                .contains("Final-Recipient: rfc822; carol@example.test\r\nAction: failed\r\nStatus: 5.2.2\r\n");
        assertThat(world.heldFor()).containsExactly("you@elsewhere.test");
        assertThat(world.count("bob")).isEqualTo(1);
    }

    @Test
    void aMailboxThatHasRoomAgainGetsIt() throws Exception {
        world.add("carol", 500);
        send("HOLDFOR=3600", "carol@example.test");
        fill();
        world.clock.advance(Duration.ofHours(1));
        world.releases.run();
        world.empty("carol");
        world.clock.advance(Releases.AGAIN);
        assertThat(world.releases.run()).isEmpty();
        assertThat(world.delivered("carol")).endsWith("\r\nhello\r\n");
        assertThat(world.count("alice")).isZero();
    }

    private void fill() throws Exception {
        assertThat(send("", "carol@example.test").code()).isEqualTo(250);
    }

    @Test
    void whatIsRemovedIsReleasedToNobody() throws Exception {
        send("HOLDFOR=3600 BY=7200;R", "bob@example.test", "you@elsewhere.test");
        assertThat(world.releases.remove(world.held().id(), false)).contains(true);
        assertThat(world.delivered("alice"))
                .contains("Future-Release-Request: for;3600\r\n", "bob@example.test", "Status: 5.0.0\r\n");
        world.clock.advance(Duration.ofHours(1));
        assertThat(world.releases.run()).isEmpty();
        assertThat(world.count("bob")).isZero();
    }

    /** §6: there is a limit, of which MAIL tells where it can; what is released counts no more. */
    @Test
    void noMoreIsHeldBackThanMayBe() throws Exception {
        SendingLimits wide = new SendingLimits(9_000, 9_000, 9_000, 9_000);
        Queue queue = new Queue(world.store, wide, world.clock);
        SubmissionReception reception = world.reception(queue);
        int most = (int) (Queue.HELD_BACK_OCTETS_MAX / 500_000);
        Envelope envelope = envelope("HOLDFOR=3600", "bob@example.test");
        for (int i = 0; i < most; i++) {
            assertThat(world.message(reception, envelope, MESSAGE).code()).isEqualTo(250);
        }
        assertThat(reception.sender(envelope.peer(), envelope.mail()).wire()).startsWith("552 5.7.1 As much of yours");
        assertThat(world.message(reception, envelope, MESSAGE).wire()).startsWith("552 5.7.1 As much of yours");
        Envelope atOnce = envelope("HOLDUNTIL=2026-11-23T12:00:00Z", "bob@example.test");
        assertThat(reception.sender(atOnce.peer(), atOnce.mail()).code()).isEqualTo(250);
        world.clock.advance(Duration.ofHours(1));
        assertThat(world.releases.run()).isEmpty();
        assertThat(world.count("bob")).isEqualTo(most);
        assertThat(reception.sender(envelope.peer(), envelope.mail()).code()).isEqualTo(250);
        Envelope large = envelope("HOLDFOR=3600 SIZE=200000001", "bob@example.test");
        assertThat(reception.sender(large.peer(), large.mail()).code()).isEqualTo(552);
    }

    /** Nobody here is new to an account. */
    @Test
    void thoseHereAreNoStrangers() throws Exception {
        for (int i = 0; i < SubmissionFixture.LIMITS.newRecipientsPerHourMax() + 1; i++) {
            world.add("user" + i, 0);
            assertThat(send("HOLDFOR=60", "user" + i + "@example.test").code()).isEqualTo(250);
        }
        world.clock.advance(Duration.ofMinutes(1));
        assertThat(world.releases.run()).isEmpty();
    }

    /** Whatever was the last commit before the end: everybody has it once, and the sender is told. */
    @Test
    void aCrashBetweenAnyTwoCommitsLosesNothingAndDoublesNothing() throws Exception {
        boolean whole = false;
        for (int commits = 0; !whole; commits++) {
            Object[] names = {"b" + commits, "c" + commits};
            world.add("b" + commits, 0);
            world.add("c" + commits, 0);
            assertThat(commits).isLessThan(20);
            send(
                    "HOLDFOR=3600",
                    "%s@example.test NOTIFY=SUCCESS".formatted(names[0]),
                    "%s@example.test".formatted(names[1]),
                    "you@elsewhere.test");
            world.clock.advance(Duration.ofHours(1));
            int told = world.count("alice");
            Dying dying = new Dying(commits);
            world.releases(dying).run();
            whole = !dying.dead();
            world.move("b" + commits);

            assertThat(world.releases(world.store).run()).isEmpty();
            assertThat(world.count("b" + commits) + world.moved("b" + commits)).isEqualTo(1);
            assertThat(world.count("c" + commits)).isEqualTo(1);
            assertThat(world.count("alice")).isBetween(told + 1, told + 2);
            assertThat(world.heldFor()).containsExactly("you@elsewhere.test");
            world.queue.remove(world.held().id());
            assertThat(world.rows("b" + commits)).as("rows of %s", commits).isZero();
            assertThat(world.rows("c" + commits)).as("rows of %s", commits).isZero();
            assertThat(world.queue.check()).isEmpty();
            world.clock.advance(Duration.ofDays(1));
        }
    }

    /** The store of a server that dies behind so many commits. */
    private final class Dying extends ForwardingStore {
        private int left;

        Dying(int commits) {
            super(world.store);
            left = commits;
        }

        boolean dead() {
            return left < 0;
        }

        @Override
        public <T extends @Nullable Object> Pending<T> submit(Partition partition, Work<T> work) throws StoreException {
            if (--left < 0) {
                throw new StoreFull("the test's server is dead");
            }
            return super.submit(partition, work);
        }
    }

    /** RFC 2852 §4.1.3, §5. */
    @Test
    void whatIsNotDeliveredInItsTimeComesBack() throws Exception {
        send("BY=3600;R", "bob@example.test", "you@elsewhere.test", "she@elsewhere.test NOTIFY=NEVER");
        assertThat(world.count("bob")).isEqualTo(1);
        assertThat(world.heldBack).hasValue(1);
        assertThat(world.held().release()).isEmpty();
        assertThat(world.releases.run()).contains(IN_AN_HOUR);
        world.clock.advance(Duration.ofHours(1).minusMillis(1));
        assertThat(world.releases.run()).contains(IN_AN_HOUR);
        assertThat(world.count("alice")).isZero();
        world.clock.advance(Duration.ofMillis(1));
        assertThat(world.releases.run()).isEmpty();
        assertThat(world.delivered("alice")).contains("""
                        Arrival-Date: Mon, 23 Nov 2026 12:00:00 +0000\r
                        Deliver-By-Date: Mon, 23 Nov 2026 13:00:00 +0000\r
                        \r
                        Final-Recipient: rfc822; you@elsewhere.test\r
                        Action: failed\r
                        Status: 5.4.7\r
                        """).doesNotContain("she@", "bob@");
        assertThat(world.queue.inOrder(9)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"BY=3600;N", "BY=3600;NT MT-PRIORITY=2"})
    void whatIsLateIsToldOnceAndWaitsOn(String parameters) throws Exception {
        send(
                parameters,
                "you@elsewhere.test",
                "she@elsewhere.test NOTIFY=SUCCESS,FAILURE",
                "he@elsewhere.test NOTIFY=DELAY");
        world.clock.advance(Duration.ofHours(2));
        assertThat(world.releases.run()).isEmpty();
        assertThat(world.releases.run()).isEmpty();
        assertThat(world.delivered("alice"))
                .contains("Final-Recipient: rfc822; you@elsewhere.test\r\nAction: delayed\r\nStatus: 4.4.7\r\n")
                .contains("Final-Recipient: rfc822; he@elsewhere.test\r\n")
                .doesNotContain("she@", "hello");
        assertThat(world.heldFor()).hasSize(3);
        assertThat(world.held().deadline()).isEmpty();
        assertThat(world.queue.check()).isEmpty();
    }

    /** §4: a time that is over is told with N. */
    @Test
    void aTimeThatIsOverIsToldAtOnce() throws Exception {
        send("BY=-5;N", "you@elsewhere.test");
        world.releases.run();
        assertThat(world.delivered("alice"))
                .contains("Deliver-By-Date: Mon, 23 Nov 2026 11:59:55 +0000\r\n", "Status: 4.4.7\r\n");
    }

    /** §4.1.4: the time that the message takes to come is gone. */
    @Test
    void theTimeRunsWhileTheMessageComes() throws Exception {
        for (String mode : List.of("R", "N")) {
            Envelope envelope = envelope("BY=60;" + mode, "you@elsewhere.test");
            try (IncomingMessage message = world.reception.message(envelope)) {
                message.write(MESSAGE.getBytes(StandardCharsets.US_ASCII), 0, MESSAGE.length());
                world.clock.advance(Duration.ofSeconds(10));
                assertThat(message.accept().code()).isEqualTo(250);
            }
            assertThat(world.held().parameters()).isEqualTo("BY=50;" + mode);
            assertThat(world.held().deadline()).contains(world.clock.instant().plusSeconds(50));
            world.queue.remove(world.held().id());
        }
        try (IncomingMessage message = world.reception.message(envelope("BY=60;R", "you@elsewhere.test"))) {
            message.write(MESSAGE.getBytes(StandardCharsets.US_ASCII), 0, MESSAGE.length());
            world.clock.advance(Duration.ofSeconds(60));
            assertThat(message.accept().wire()).startsWith("555 5.4.7 ");
        }
    }

    /** RFC 4865 §5.2. */
    @Test
    void whatIsHeldBackAndHasADeadlineIsReleasedBeforeIt() throws Exception {
        world.add("carol", 500);
        send("HOLDFOR=3600 BY=7200;R", "bob@example.test", "carol@example.test", "you@elsewhere.test");
        fill();
        Instant deadline = IN_AN_HOUR.plus(Duration.ofHours(1));
        world.clock.advance(Duration.ofHours(1));
        assertThat(world.releases.run()).contains(deadline);
        assertThat(world.count("bob")).isEqualTo(1);
        assertThat(world.queue.inOrder(9)).extracting(HeldMessage::deadline).containsOnly(Optional.of(deadline));
        world.clock.advance(Duration.ofHours(1));
        assertThat(world.releases.run()).isEmpty();
        assertThat(world.queue.inOrder(9)).isEmpty();
        assertThat(world.count("alice")).isEqualTo(2);
        assertThat(world.count("bob")).isEqualTo(1);
    }

    @Test
    void whatIsHeldBackForLongerThanItsTimeIsRefused() throws Exception {
        Envelope envelope = envelope("HOLDFOR=59 BY=60;R", "bob@example.test");
        try (IncomingMessage message = world.reception.message(envelope)) {
            message.write(MESSAGE.getBytes(StandardCharsets.US_ASCII), 0, MESSAGE.length());
            world.clock.advance(Duration.ofSeconds(2));
            assertThat(message.accept().wire()).startsWith("555 5.4.7 ");
        }
        assertThat(world.queue.inOrder(9)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"R", "N"})
    void aCrashAtADeadlineLeavesNobodyUntold(String mode) throws Exception {
        boolean whole = false;
        for (int commits = 0; !whole; commits++) {
            assertThat(commits).isLessThan(9);
            int told = world.count("alice");
            send("BY=60;" + mode, "you@elsewhere.test");
            world.clock.advance(Duration.ofMinutes(1));
            Dying dying = new Dying(commits);
            world.releases(dying).run();
            whole = !dying.dead();
            assertThat(world.releases(world.store).run()).isEmpty();
            assertThat(world.count("alice")).isBetween(told + 1, told + 2);
            assertThat(world.queue.inOrder(9)).hasSize(mode.equals("R") ? 0 : 1);
            for (HeldMessage left : world.queue.inOrder(9)) {
                world.queue.remove(left.id());
            }
            world.clock.advance(Duration.ofDays(1));
        }
    }

    /** It keeps no other message; after some days its sender is told. */
    @Test
    void whatCannotBeReadIsTriedAgainAndThenToldAsFailed() throws Exception {
        send("HOLDFOR=3600", "bob@example.test");
        BlobId damaged = world.held().content();
        Store store = new ForwardingStore(world.store) {
            @Override
            public BlobStore blobs() {
                return new ForwardingBlobs(super.blobs()) {
                    @Override
                    public Optional<Blob> open(BlobId id) throws StoreException {
                        return id.equals(damaged) ? Optional.empty() : super.open(id);
                    }
                };
            }
        };
        Envelope other = envelope("HOLDFOR=3600", "bob@example.test");
        world.message(other, MESSAGE + "another\r\n");
        world.clock.advance(Duration.ofHours(1));
        Releases releases = world.releases(store);
        assertThat(releases.run()).contains(IN_AN_HOUR.plus(Releases.AGAIN));
        assertThat(world.delivered("bob")).endsWith("another\r\n");
        world.clock.advance(Releases.GIVEN_UP);
        assertThat(releases.run()).isEmpty();
        assertThat(world.delivered("alice")).contains("Status: 5.3.0\r\n", "cannot be given back");
        assertThat(world.count("bob")).isEqualTo(1);
    }

    private Reply send(String mail, String... recipients) throws Exception {
        return world.message(envelope(mail, recipients), MESSAGE);
    }

    /** @param recipients each an address and its parameters */
    private Envelope envelope(String mail, String... recipients) throws Exception {
        Envelope envelope = new Envelope(
                world.peer("alice"),
                new MailCommand(ReversePath.of(Mailbox.parse("alice@example.test")), read(mail)),
                List.of());
        for (String recipient : recipients) {
            int blank = (recipient + " ").indexOf(' ');
            String address = recipient.substring(0, blank);
            ForwardPath to = address.equals("<postmaster>")
                    ? new ForwardPath.Postmaster()
                    : ForwardPath.of(Mailbox.parse(address));
            envelope = envelope.with(
                    new RcptCommand(to, read(recipient.substring(blank).strip())));
        }
        return envelope;
    }

    private static EsmtpParameters read(String words) throws Exception {
        List<EsmtpParameters.Written> written = words.isEmpty()
                ? List.of()
                : List.of(words.split(" ", -1)).stream()
                        .map(word -> word.split("=", 2))
                        .map(parts ->
                                new EsmtpParameters.Written(parts[0].toUpperCase(Locale.ROOT), Optional.of(parts[1])))
                        .toList();
        return EsmtpParameters.read(written, KNOWN);
    }
}
