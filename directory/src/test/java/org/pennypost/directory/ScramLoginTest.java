package org.pennypost.directory;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.pennypost.directory.DirectoryFixture.ELSEWHERE;
import static org.pennypost.directory.DirectoryFixture.HOME;

import java.net.InetAddress;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.pennypost.sasl.Identity;
import org.pennypost.sasl.Lookup;
import org.pennypost.sasl.Mechanisms;
import org.pennypost.sasl.SaslChannel;
import org.pennypost.sasl.SaslClient;
import org.pennypost.sasl.SaslFailure;
import org.pennypost.sasl.SaslServer;
import org.pennypost.sasl.SaslStep;
import org.pennypost.sasl.ScramHash;
import org.pennypost.sasl.ScramVerifier;
import org.pennypost.sasl.SharedSecret;
import org.pennypost.store.Key;
import org.pennypost.store.Partition;
import org.pennypost.store.StoreException;

class ScramLoginTest {
    private static final String ALICE = "alice@example.test";

    private final DirectoryFixture fixture;

    ScramLoginTest() throws StoreException {
        fixture = new DirectoryFixture();
    }

    @BeforeEach
    void addAlice() throws Exception {
        fixture.directory.addDomain("example.test");
        fixture.directory.addAccount(ALICE, "secret", 0);
    }

    @AfterEach
    void close() throws Exception {
        fixture.close();
    }

    private SaslStep login(String mechanism, String name, String password, InetAddress from) throws SaslFailure {
        Mechanisms mechanisms =
                new Mechanisms(fixture.directory, "mail.example.test", new SecureRandom(), InstantSource.system());
        SaslServer server =
                mechanisms.begin(mechanism, SaslChannel.plain(from, true)).orElseThrow();
        SaslClient client =
                SaslClient.choose(List.of(mechanism), name, password).orElseThrow();
        SaslStep step = server.start(client.initialResponse());
        while (step instanceof SaslStep.Challenge(byte[] challenge)) {
            step = server.respond(client.respond(challenge));
        }
        return step;
    }

    private void assertIn(String mechanism, String name, String password) throws SaslFailure {
        assertThat(login(mechanism, name, password, HOME))
                .isInstanceOfSatisfying(
                        SaslStep.Success.class,
                        success ->
                                assertThat(success.identity()).isEqualTo(new Identity(ALICE, Partition.FIRST_ACCOUNT)));
    }

    private void assertWrong(String mechanism, String name, String password) throws SaslFailure {
        assertThat(login(mechanism, name, password, HOME))
                .isInstanceOfSatisfying(
                        SaslStep.Failure.class,
                        failure -> assertThat(failure.kind()).isEqualTo(SaslStep.Kind.WRONG));
    }

    @Test
    void theRightPasswordOfTheRightName() throws Exception {
        for (ScramHash hash : ScramHash.values()) {
            assertIn(hash.mechanism(), ALICE, "secret");
            assertIn(hash.mechanism(), "Alice@Example.Test", "secret");
            assertWrong(hash.mechanism(), ALICE, "Secret");
            assertWrong(hash.mechanism(), "bob@example.test", "secret");
        }
    }

    @Test
    void aNewPasswordEndsTheOldOne() throws Exception {
        fixture.directory.setPassword(ALICE, "another");
        assertWrong("SCRAM-SHA-256", ALICE, "secret");
        assertIn("SCRAM-SHA-256", ALICE, "another");
        assertIn("SCRAM-SHA-1", ALICE, "another");
    }

    /** The password may change while a client computes its proof: what it proves then is the old one. */
    @Test
    void aProofOfThePasswordBeforeIsWorthNothing() throws Exception {
        Lookup.Found<?> found = (Lookup.Found<?>) fixture.directory.scram(ScramHash.SHA_256, ALICE, HOME);
        fixture.directory.setPassword(ALICE, "another");
        assertThat(found.claim().settle(true)).isEqualTo(new org.pennypost.sasl.Outcome.Rejected());
    }

    @Test
    void everyPasswordThatIsTakenWorksWithScram() throws Exception {
        for (String password :
                List.of("schl\u00fcssel", "\u00a0x\u3000y", "\u2168", "grin \ud83d\ude00", "\u0627\u0628")) {
            fixture.directory.setPassword(ALICE, password);
            assertIn("SCRAM-SHA-256", ALICE, password);
            assertIn("PLAIN", ALICE, password);
        }
    }

    private ScramVerifier verifier(String name) {
        return ((Lookup.Found<ScramVerifier>) fixture.directory.scram(ScramHash.SHA_256, name, HOME)).secret();
    }

    /** Names that do not exist look like those that do: one salt in all spellings and after a restart, of the same length. */
    @Test
    void unknownNamesHaveASaltThatStays() throws Exception {
        ScramVerifier nobody = verifier("nobody@example.test");
        assertThat(verifier("NOBODY@Example.Test").salt()).isEqualTo(nobody.salt());
        assertThat(verifier("somebody@example.test").salt()).isNotEqualTo(nobody.salt());
        assertThat(nobody.salt()).hasSameSizeAs(verifier(ALICE).salt());
        assertThat(nobody.iterations()).isEqualTo(verifier(ALICE).iterations());
        assertThat(verifier(ALICE).salt())
                .isEqualTo(verifier("ALICE@example.test").salt());

        fixture.reopen();
        assertThat(verifier("nobody@example.test").salt()).isEqualTo(nobody.salt());
    }

    @Test
    void unknownNamesAreNeverLoggedIn() {
        Lookup.Found<?> found = (Lookup.Found<?>) fixture.directory.scram(ScramHash.SHA_1, "nobody@example.test", HOME);
        assertThat(found.claim().settle(true)).isEqualTo(new org.pennypost.sasl.Outcome.Rejected());
    }

    /** Accounts of older programs have none: SCRAM is offered when the last of them has logged in with its password. */
    @Test
    void oldAccountsGetTheirVerifiersAtTheNextPasswordLogin() throws Exception {
        fixture.store.update(Partition.DIRECTORY, (now, batch) -> {
            batch.delete(DirectoryFormat.scram(Partition.FIRST_ACCOUNT));
            batch.add(DirectoryFormat.SCRAM_ACCOUNTS, -1);
            return true;
        });
        fixture.reopen();
        fixture.directory.addAccount("bob@example.test", "secret", 0);
        assertThat(fixture.directory.scramHashes()).isEmpty();

        fixture.login(ALICE, "wrong", HOME);
        assertThat(fixture.directory.scramHashes()).isEmpty();
        fixture.login(ALICE, "secret", HOME);
        assertThat(fixture.directory.scramHashes()).containsExactlyInAnyOrder(ScramHash.values());
        assertIn("SCRAM-SHA-256", ALICE, "secret");
        fixture.reopen();
        assertIn("SCRAM-SHA-256", ALICE, "secret");
        fixture.directory.removeAccount(ALICE);
        assertThat(fixture.directory.scramHashes()).isNotEmpty();
        fixture.reopen();
        assertThat(fixture.directory.scramHashes()).isNotEmpty();
    }

    /** Accounts that were made at another cost log in as they are, and come to the present one when their password is known. */
    @Test
    void verifiersOfAnotherCostAreMadeAnewAtTheNextPasswordLogin() throws Exception {
        List<ScramVerifier> dear = Credentials.scram(Password.prepare("secret".getBytes(UTF_8)), 8_192, new Random(1));
        fixture.store.update(Partition.DIRECTORY, (now, batch) -> {
            batch.put(DirectoryFormat.scram(Partition.FIRST_ACCOUNT), DirectoryFormat.write(dear));
            return true;
        });
        fixture.reopen();
        assertIn("SCRAM-SHA-256", ALICE, "secret");
        fixture.login(ALICE, "wrong", HOME);
        assertThat(verifier(ALICE).iterations()).isEqualTo(8_192);

        fixture.login(ALICE, "secret", HOME);
        assertThat(verifier(ALICE).iterations()).isEqualTo(ScramHash.ITERATIONS_MIN);
        assertIn("SCRAM-SHA-256", ALICE, "secret");
        assertIn("SCRAM-SHA-1", ALICE, "secret");
        assertThat(fixture.directory.scramHashes()).isNotEmpty();
    }

    /** Cyrus SASL's client, which many mail programs use, computes no more: "iteration-count is too big, refusing to compute". */
    @Test
    void noClientIsAskedForMoreThanCyrusSaslComputes() {
        assertThat(DirectoryOptions.DEFAULT.scramIterations()).isBetween(10_000, 65_536);
    }

    @Test
    void failuresAreThrottledTogetherWithThoseOfPasswords() throws Exception {
        for (int i = 0; i < 3; i++) {
            login("SCRAM-SHA-256", ALICE, "guess", ELSEWHERE);
            fixture.login(ALICE, "guess", ELSEWHERE);
        }
        assertThat(login("SCRAM-SHA-256", ALICE, "secret", ELSEWHERE))
                .isInstanceOfSatisfying(
                        SaslStep.Failure.class,
                        failure -> assertThat(failure.kind()).isEqualTo(SaslStep.Kind.TEMPORARY));
        fixture.advance(Duration.ofMinutes(1));
        assertIn("SCRAM-SHA-256", ALICE, "secret");
    }

    /** Whoever only asks for a salt has guessed nothing; else anybody could slow down anybody by asking. */
    @Test
    void askingForASaltIsNoGuess() throws Exception {
        for (int i = 0; i < 100; i++) {
            fixture.directory.scram(ScramHash.SHA_256, ALICE, ELSEWHERE);
        }
        assertThat(login("SCRAM-SHA-256", ALICE, "secret", ELSEWHERE)).isInstanceOf(SaslStep.Success.class);
    }

    @Test
    void cramMd5IsForThoseWhoAskOnly() throws Exception {
        assertThat(fixture.directory.keepsSharedSecrets()).isFalse();
        fixture.directory.addAccount("bob@example.test", "secret", 0);
        fixture.directory.setPassword(ALICE, "readable", true);
        assertThat(fixture.directory.keepsSharedSecrets()).isTrue();
        assertThat(fixture.directory.account(ALICE).orElseThrow().settings().legacyLogin())
                .isTrue();

        assertIn("CRAM-MD5", ALICE, "readable");
        assertIn("SCRAM-SHA-256", ALICE, "readable");
        assertWrong("CRAM-MD5", "bob@example.test", "secret");
        assertWrong("CRAM-MD5", "nobody@example.test", "secret");
        fixture.reopen();
        assertIn("CRAM-MD5", ALICE, "readable");

        fixture.directory.setPassword(ALICE, "hashed");
        assertThat(fixture.directory.keepsSharedSecrets()).isFalse();
        assertThat(isThere(DirectoryFormat.sharedSecret(Partition.FIRST_ACCOUNT)))
                .isFalse();
    }

    private boolean isThere(Key key) throws StoreException {
        return fixture.store.read(Partition.DIRECTORY, now -> now.get(key).isPresent());
    }

    @Test
    void removedAccountsLeaveNoSecrets() throws Exception {
        fixture.directory.setPassword(ALICE, "readable", true);
        fixture.directory.setPopDeletion(ALICE, PopDeletion.KEEP);
        fixture.directory.removeAccount(ALICE);
        assertThat(fixture.directory.keepsSharedSecrets()).isFalse();
        assertThat(DirectoryView.rows(fixture.store, DirectoryFormat.SETTINGS)).isEmpty();
        for (Key key : List.of(
                DirectoryFormat.sharedSecret(Partition.FIRST_ACCOUNT),
                DirectoryFormat.scram(Partition.FIRST_ACCOUNT))) {
            assertThat(isThere(key)).isFalse();
        }
    }

    @Test
    void settingsStay() throws Exception {
        fixture.directory.setPopDeletion(ALICE, PopDeletion.TRASH);
        fixture.directory.setPassword(ALICE, "another");
        fixture.reopen();
        assertThat(fixture.directory.account(ALICE).orElseThrow().settings())
                .isEqualTo(new AccountSettings(false, PopDeletion.TRASH, false));
        fixture.directory.setPopDeletion(ALICE, PopDeletion.DELETE);
        assertThat(fixture.directory.account(ALICE).orElseThrow().settings()).isEqualTo(AccountSettings.DEFAULT);
    }

    @Test
    void everybodyIsOnlyThemselves() throws Exception {
        fixture.directory.addAccount("bob@example.test", "secret", 0);
        Identity alice = new Identity(ALICE, Partition.FIRST_ACCOUNT);
        assertThat(fixture.directory.actAs(alice, "ALICE@example.test")).contains(alice);
        assertThat(fixture.directory.actAs(alice, "bob@example.test")).isEmpty();
        assertThat(fixture.directory.actAs(alice, "nobody")).isEmpty();
        // RFC 4954 §4: what cannot be prepared, or leaves nothing, is nobody
        for (String none : List.of("alice\u0007@example.test", "\u00AD", " ")) {
            assertThat(fixture.directory.actAs(alice, none)).as(none).isEmpty();
        }
    }

    @Test
    void decoysAreOfTheirKey() {
        byte[] key = new byte[ScramDecoys.KEY_BYTES];
        byte[] other = key.clone();
        other[0] = 1;
        SharedSecret secret = new ScramDecoys(key, 4096).sharedSecret("a");
        assertThat(Arrays.equals(
                        secret.bytes(),
                        new ScramDecoys(other, 4096).sharedSecret("a").bytes()))
                .isFalse();
        assertThat(new ScramDecoys(key, 4096).sharedSecret("a").bytes()).isEqualTo(secret.bytes());
    }
}
