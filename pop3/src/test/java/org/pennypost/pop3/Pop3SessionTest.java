package org.pennypost.pop3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pennypost.mailbox.Mailboxes;
import org.pennypost.sasl.Authenticator;
import org.pennypost.sasl.Mechanisms;
import org.pennypost.store.StoreException;
import org.pennypost.store.testing.WatchedStore;

class Pop3SessionTest {
    /** Both have a capital in Unicode that would make a keyword of them. */
    @ParameterizedTest
    @ValueSource(strings = {"\u017ftat", "l\u0131st"})
    void keywordsAreAscii(String line) throws Exception {
        try (World world = new World();
                Pop3Session session = world.loggedIn()) {
            assertThat(World.said(session, line)).isInstanceOf(Outcome.Mistake.class);
        }
    }

    @Test
    void aLoginThatTheStoreFailsLeavesNoLock() throws Exception {
        try (World world = new World();
                Pop3Session session = world.session();
                Pop3Session other = world.session()) {
            world.store().failReads();
            World.said(session, "USER alice");
            assertThatThrownBy(() -> World.said(session, "PASS secret")).isInstanceOf(StoreException.class);
            assertThat(session.state()).isEqualTo(Pop3State.AUTHORIZATION);
            world.store().work();

            World.said(other, "USER alice");
            assertThat(World.said(other, "PASS secret")).isInstanceOf(Outcome.Ok.class);
        }
    }

    @Test
    void theMaildropIsFreeBeforeQuitIsAnswered() throws Exception {
        try (World world = new World();
                Pop3Session first = world.loggedIn()) {
            World.said(first, "QUIT");

            try (Pop3Session second = world.loggedIn()) {
                assertThat(second.state()).isEqualTo(Pop3State.TRANSACTION);
                World.said(first, "QUIT");
                Pop3Session third = world.session();
                World.said(third, "USER alice");
                assertThat(World.said(third, "PASS secret"))
                        .as("who has given it back cannot give it away again")
                        .isInstanceOf(Outcome.Err.class);
            }
        }
    }

    @Test
    void aPasswordReachesTheDirectoryAsItWasSentAndIsWipedAfterwards() throws Exception {
        List<byte[]> seen = new ArrayList<>();
        List<byte[]> kept = new ArrayList<>();
        try (WatchedStore store = new WatchedStore();
                Pop3Session session = new Pop3Session(
                        site(store, (name, password, peer) -> {
                            seen.add(password.clone());
                            kept.add(password);
                            return new org.pennypost.sasl.Outcome.Rejected();
                        }),
                        InetAddress.getLoopbackAddress(),
                        Optional.empty(),
                        "")) {
            World.said(session, "USER alice");
            byte[] line = "PASS  p\u00e4ss w\u00f6rd ".getBytes(StandardCharsets.UTF_8);
            session.handle(line);

            assertThat(seen).containsExactly(" p\u00e4ss w\u00f6rd ".getBytes(StandardCharsets.UTF_8));
            assertThat(kept.getFirst()).containsOnly(0);
            assertThat(new String(line, StandardCharsets.ISO_8859_1)).isEqualTo("PASS " + "\0".repeat(13));
        }
    }

    private static Site site(WatchedStore store, Authenticator authenticator) {
        InstantSource clock = InstantSource.system();
        return new Site(
                new Pop3ServerConfig("mail.example.test", Optional.empty(), true),
                authenticator,
                new Mechanisms(authenticator, "mail.example.test", new Random(1), clock),
                new Mailboxes(store, clock),
                who -> Deletion.EXPUNGE,
                new MaildropLocks(),
                new LoginDelays(Duration.ZERO),
                clock);
    }

    @Test
    void limitsThatTheStandardsDoNotAllowAreRefused() {
        Pop3Limits usual = Pop3Limits.DEFAULT;
        assertThatThrownBy(() ->
                        new Pop3Limits(254, usual.idleTimeout(), usual.loginTimeout(), usual.handshakeTimeout(), 5, 50))
                .hasMessageContaining("RFC 2449");
        assertThatThrownBy(() -> new Pop3Limits(
                        255, Duration.ofMinutes(9), usual.loginTimeout(), usual.handshakeTimeout(), 5, 50))
                .hasMessageContaining("RFC 1939");
        assertThatThrownBy(() -> new Pop3Limits(
                        255, usual.idleTimeout(), Duration.ofMinutes(9), usual.handshakeTimeout(), 5, 50))
                .hasMessageContaining("RFC 1939");
        assertThatThrownBy(() ->
                        new Pop3Limits(255, usual.idleTimeout(), usual.loginTimeout(), usual.handshakeTimeout(), 0, 50))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
