package org.pennypost.directory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.pennypost.directory.DirectoryFixture.ELSEWHERE;
import static org.pennypost.directory.DirectoryFixture.HOME;

import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.pennypost.sasl.Identity;
import org.pennypost.sasl.Outcome;
import org.pennypost.store.Partition;
import org.pennypost.store.StoreException;

class LoginTest {
    private static final Outcome ALICE =
            new Outcome.Accepted(new Identity("alice@example.test", Partition.FIRST_ACCOUNT));
    private static final Outcome REJECTED = new Outcome.Rejected();

    private DirectoryFixture fixture = fixture();

    private static DirectoryFixture fixture() {
        try {
            return new DirectoryFixture();
        } catch (StoreException failed) {
            throw new IllegalStateException(failed);
        }
    }

    @BeforeEach
    void addAlice() throws Exception {
        fixture.directory.addDomain("example.test");
        fixture.directory.addAccount("alice@example.test", "secret", 0);
    }

    @AfterEach
    void close() throws Exception {
        fixture.close();
    }

    private Outcome login(String name, String password) {
        return fixture.login(name, password, HOME);
    }

    private long hashes() {
        return fixture.directory.hashesComputed();
    }

    @Test
    void theRightPasswordOfTheRightName() {
        assertThat(login("alice@example.test", "secret")).isEqualTo(ALICE);
        assertThat(login("ALICE@Example.Test", "secret")).isEqualTo(ALICE);
        assertThat(login("alice@example.test", "Secret")).isEqualTo(REJECTED);
        assertThat(login("alice@example.test", "")).isEqualTo(REJECTED);
        assertThat(login("alice+shop@example.test", "secret")).isEqualTo(REJECTED);
        assertThat(login("postmaster@example.test", "secret")).isEqualTo(REJECTED);
        assertThat(login("bob@example.test", "secret")).isEqualTo(REJECTED);
    }

    @Test
    void bareNamesLogInOnlyWhereOneDomainMatches() throws Exception {
        assertThat(login("alice", "secret")).isEqualTo(REJECTED);
        try (Directory lab = fixture.open(DirectoryOptions.LAB)) {
            byte[] secret = "secret".getBytes(StandardCharsets.UTF_8);
            assertThat(lab.verify("Alice", secret, HOME)).isEqualTo(ALICE);
            lab.addDomain("other.test");
            assertThat(lab.verify("alice", secret, HOME)).isEqualTo(ALICE);
            lab.addAccount("alice@other.test", "secret", 0);
            assertThat(lab.verify("alice", secret, HOME)).isEqualTo(REJECTED);
            assertThat(lab.verify("alice@example.test", secret, HOME)).isEqualTo(ALICE);
        }
    }

    @Test
    void passwordsAreTheSameFromAllKeyboards() throws Exception {
        fixture.directory.setPassword("alice@example.test", "se\u0301same ouvre\u00a0toi");
        assertThat(login("alice@example.test", "s\u00e9same\u2003ouvre toi")).isEqualTo(ALICE);
        assertThat(login("alice@example.test", "sesame ouvre toi")).isEqualTo(REJECTED);
    }

    @Test
    void namesThatDoNotExistCostWhatWrongPasswordsCost() {
        for (String name : List.of("alice@example.test", "bob@example.test", "alice@other.test", "alice", "@", "")) {
            long before = hashes();
            assertThat(login(name, "wrong")).as(name).isEqualTo(REJECTED);
            assertThat(hashes() - before).as("hashes for %s", name).isEqualTo(1);
        }
    }

    @Test
    void aLoginIsWarmForAWhile() {
        login("alice@example.test", "secret");
        long before = hashes();
        assertThat(login("alice@example.test", "secret")).isEqualTo(ALICE);
        assertThat(hashes()).isEqualTo(before);
        assertThat(login("alice@example.test", "secreT")).isEqualTo(REJECTED);
        assertThat(hashes()).isEqualTo(before + 1);
        fixture.advance(DirectoryOptions.DEFAULT.warmTime());
        assertThat(login("alice@example.test", "secret")).isEqualTo(ALICE);
        assertThat(hashes()).isEqualTo(before + 2);
    }

    @Test
    void aNewPasswordEndsTheOldOneAtOnce() throws Exception {
        assertThat(login("alice@example.test", "secret")).isEqualTo(ALICE);
        fixture.directory.setPassword("Alice@example.test", "other");
        assertThat(login("alice@example.test", "secret")).isEqualTo(REJECTED);
        assertThat(login("alice@example.test", "other")).isEqualTo(ALICE);
        fixture.directory.removeAccount("alice@example.test");
        assertThat(login("alice@example.test", "other")).isEqualTo(REJECTED);
        fixture.directory.addAccount("alice@example.test", "third", 0);
        assertThat(login("alice@example.test", "other")).isEqualTo(REJECTED);
    }

    @Test
    void guessingIsSlowedDownAndForgotten() {
        for (int i = 0; i < ThrottleLimits.DEFAULT.accountFreeFailures() + 1; i++) {
            assertThat(login("alice@example.test", "guess " + i)).isEqualTo(REJECTED);
        }
        long before = hashes();
        assertThat(login("alice@example.test", "secret"))
                .isEqualTo(new Outcome.TemporarilyUnavailable("too many failed logins, try again in 2 seconds"));
        assertThat(fixture.login("alice@example.test", "secret", ELSEWHERE))
                .isInstanceOf(Outcome.TemporarilyUnavailable.class);
        assertThat(hashes()).isEqualTo(before);
        fixture.advance(ThrottleLimits.DEFAULT.firstDelay());
        assertThat(login("alice@example.test", "secret")).isEqualTo(ALICE);
    }

    @Test
    void guessersElsewhereDoNotKeepTheOwnerOut() {
        assertThat(login("alice@example.test", "secret")).isEqualTo(ALICE);
        fixture.advance(Duration.ofDays(1));
        for (int i = 0; i < 100; i++) {
            InetAddress botnet = InetAddress.ofLiteral("203.0.113." + i);
            fixture.login("alice@example.test", "guess", botnet);
        }
        assertThat(fixture.login("alice@example.test", "secret", ELSEWHERE))
                .isInstanceOf(Outcome.TemporarilyUnavailable.class);
        assertThat(login("alice@example.test", "secret")).isEqualTo(ALICE);
    }

    /** What a mail program does when it starts, and its server has just started, too. */
    @Test
    void twentyGoodLoginsAtTheSameTimeNeedOneHash() throws Exception {
        // The real cost, so that without their waiting for each other all attempts would have begun before the first is
        // over.
        try (Directory cold = Directory.open(
                        fixture.store, DirectoryFixture.ANY_PASSWORD, new SecureRandom(), InstantSource.system());
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            cold.setPassword("alice@example.test", "secret");
            long before = cold.hashesComputed();
            byte[] secret = "secret".getBytes(StandardCharsets.UTF_8);
            List<Future<Outcome>> all = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                all.add(threads.submit(() -> cold.verify("alice@example.test", secret, HOME)));
            }
            for (Future<Outcome> each : all) {
                assertThat(each.get()).isEqualTo(ALICE);
            }
            assertThat(cold.hashesComputed() - before).isEqualTo(1);
        }
    }

    @Test
    void manyGuessesAtTheSameTimeAreNoMoreThanOneAfterTheOther() throws Exception {
        long before = hashes();
        List<Future<Outcome>> guesses = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 1_000; i++) {
                String guess = "guess " + i;
                guesses.add(threads.submit(() -> login("alice@example.test", guess)));
            }
        }
        for (Future<Outcome> guess : guesses) {
            assertThat(guess.get()).isNotEqualTo(ALICE);
        }
        assertThat(hashes() - before).isEqualTo(ThrottleLimits.DEFAULT.accountFreeFailures() + 1);
    }

    @Test
    void aStoreThatFailsIsNoWrongPassword() throws Exception {
        fixture.store.close();
        for (int i = 0; i <= ThrottleLimits.DEFAULT.accountFreeFailures() + 1; i++) {
            assertThat(login("alice@example.test", "secret"))
                    .isEqualTo(new Outcome.TemporarilyUnavailable("the directory cannot be read now, try again later"));
        }
        fixture = fixture();
    }
}
