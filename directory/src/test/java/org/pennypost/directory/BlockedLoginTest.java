package org.pennypost.directory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.pennypost.directory.DirectoryFixture.ANY_PASSWORD;
import static org.pennypost.directory.DirectoryFixture.HOME;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.pennypost.sasl.Lookup;
import org.pennypost.sasl.Outcome;
import org.pennypost.sasl.ScramHash;
import org.pennypost.store.Partition;
import org.pennypost.store.StoreException;

/** RFC 9051 §11.7: a password that everybody guesses opens nothing, however it came into the directory. */
class BlockedLoginTest {
    private static final String ALICE = "alice@example.test";
    private static final String KNOWN = "Password1";

    private final DirectoryFixture fixture;

    BlockedLoginTest() throws StoreException {
        fixture = new DirectoryFixture(DirectoryOptions.DEFAULT);
    }

    /** As in the lab, where every password may be had. */
    @BeforeEach
    void addAlice() throws Exception {
        try (Directory lab = fixture.open(ANY_PASSWORD)) {
            lab.addDomain("example.test");
            lab.addAccount(ALICE, KNOWN, 0);
        }
        fixture.directory.refresh();
    }

    @AfterEach
    void close() throws Exception {
        fixture.close();
    }

    /** As programs did that had no list. */
    private void forgetThatItIsKnown() throws StoreException {
        fixture.store.update(Partition.DIRECTORY, (now, batch) -> {
            batch.delete(DirectoryFormat.settings(Partition.FIRST_ACCOUNT));
            batch.add(DirectoryFormat.CHANGES, 1);
            return true;
        });
        fixture.directory.refresh();
        assertThat(isMarked()).isFalse();
    }

    private boolean isMarked() {
        return fixture.directory.account(ALICE).orElseThrow().settings().wellKnownPassword();
    }

    private Outcome login(String password) {
        return fixture.login(ALICE, password, HOME);
    }

    private <S> Outcome prove(Lookup<S> lookup) {
        assertThat(lookup).isInstanceOf(Lookup.Found.class);
        return ((Lookup.Found<S>) lookup).claim().settle(true);
    }

    private Outcome loginWithScram() {
        return prove(fixture.directory.scram(ScramHash.SHA_256, ALICE, HOME));
    }

    @Test
    void newOnesAreRefused() throws Exception {
        assertThatThrownBy(() -> fixture.directory.addAccount("bob@example.test", "123456", 0))
                .isInstanceOf(Refused.class)
                .hasMessageStartingWith("The password is one of those that guessers try first.");
        assertThat(fixture.directory.account("bob@example.test")).isEmpty();
        assertThatThrownBy(() -> fixture.directory.setPassword(ALICE, "alice-2026", true))
                .isInstanceOf(Refused.class);
        assertThat(fixture.directory.keepsSharedSecrets()).isFalse();
        fixture.directory.addAccount("bob@example.test", "blue-house-42", 0);
        assertThat(fixture.login("bob@example.test", "blue-house-42", HOME)).isInstanceOf(Outcome.Accepted.class);
    }

    @Test
    void theLabTakesThem() throws Exception {
        try (Directory lab = fixture.open(DirectoryOptions.LAB)) {
            assertThat(lab.verify("alice", KNOWN.getBytes(StandardCharsets.UTF_8), HOME))
                    .isInstanceOf(Outcome.Accepted.class);
            assertThat(prove(lab.scram(ScramHash.SHA_256, ALICE, HOME))).isInstanceOf(Outcome.Accepted.class);
        }
    }

    @Test
    void oneFromTheLabOpensNothingOutsideByAnyMechanism() {
        assertThat(isMarked()).isTrue();
        assertThat(login(KNOWN))
                .isInstanceOfSatisfying(
                        Outcome.Blocked.class,
                        blocked -> assertThat(blocked.reason()).contains("ask the postmaster for another"));
        assertThat(login("wrong")).isEqualTo(new Outcome.Rejected());
        assertThat(loginWithScram()).isInstanceOf(Outcome.Blocked.class);
    }

    @Test
    void oneOfAnOlderProgramIsFoundOutByTheFirstLoginThatShowsIt() throws Exception {
        forgetThatItIsKnown();
        assertThat(login(KNOWN)).isInstanceOf(Outcome.Blocked.class);
        assertThat(isMarked()).isTrue();
        assertThat(loginWithScram()).isInstanceOf(Outcome.Blocked.class);
        assertThat(login(KNOWN)).isInstanceOf(Outcome.Blocked.class);
        fixture.directory.close();
        fixture.directory = fixture.open(DirectoryOptions.DEFAULT);
        assertThat(loginWithScram()).isInstanceOf(Outcome.Blocked.class);
    }

    @Test
    void oneThatIsKeptReadableIsLookedAtByCramMd5AndApop() throws Exception {
        try (Directory lab = fixture.open(ANY_PASSWORD)) {
            lab.setPassword(ALICE, KNOWN, true);
        }
        fixture.directory.refresh();
        forgetThatItIsKnown();
        assertThat(prove(fixture.directory.sharedSecret(ALICE, HOME))).isInstanceOf(Outcome.Blocked.class);
        assertThat(isMarked()).isTrue();
    }

    @Test
    void anotherPasswordOpensTheAccountAgain() throws Exception {
        assertThat(login(KNOWN)).isInstanceOf(Outcome.Blocked.class);
        fixture.directory.setPassword(ALICE, "blue-house-42");
        assertThat(isMarked()).isFalse();
        assertThat(login("blue-house-42")).isInstanceOf(Outcome.Accepted.class);
        assertThat(loginWithScram()).isInstanceOf(Outcome.Accepted.class);
        assertThat(login(KNOWN)).isEqualTo(new Outcome.Rejected());
    }

    /** It is right, so it neither counts as a failure nor makes the owner wait. */
    @Test
    void beingBlockedIsNoFailedGuess() {
        for (int i = 0; i < 3 * ThrottleLimits.DEFAULT.accountFreeFailures(); i++) {
            assertThat(login(KNOWN)).isInstanceOf(Outcome.Blocked.class);
        }
    }

    @Test
    void aShortOneThatNoListHasStillOpens() throws Exception {
        try (Directory lab = fixture.open(ANY_PASSWORD)) {
            lab.setPassword(ALICE, "kx7");
        }
        fixture.directory.refresh();
        assertThat(login("kx7")).isInstanceOf(Outcome.Accepted.class);
        assertThat(isMarked()).isFalse();
    }
}
