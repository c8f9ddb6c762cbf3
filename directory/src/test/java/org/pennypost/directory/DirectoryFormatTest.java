package org.pennypost.directory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.pennypost.sasl.ScramHash;
import org.pennypost.sasl.ScramVerifier;
import org.pennypost.sasl.SharedSecret;
import org.pennypost.store.Key;
import org.pennypost.store.StoreException;

class DirectoryFormatTest {
    private static final AccountEntry ALICE = new AccountEntry(
            "alic\u00e9@example.test", 1_234, 5_000_000_000L, Instant.ofEpochMilli(1_700_000_000_123L), 7);
    private static final Key KEY = DirectoryFormat.account(1_234);

    @Test
    void rowsAreReadAsTheyWereWritten() throws Exception {
        assertThat(DirectoryFormat.readAccount(KEY, DirectoryFormat.write(ALICE)))
                .isEqualTo(ALICE);
        DomainEntry domain = new DomainEntry("example.test", Instant.ofEpochMilli(5));
        assertThat(DirectoryFormat.readDomain(DirectoryFormat.domain("example.test"), DirectoryFormat.write(domain)))
                .isEqualTo(domain);
        RemovedAccount removed = new RemovedAccount(1_234, "bob@example.test", Instant.ofEpochMilli(6));
        assertThat(DirectoryFormat.readRemoved(DirectoryFormat.removed(1_234), DirectoryFormat.write(removed)))
                .isEqualTo(removed);
        PasswordHash hash = PasswordHash.ofNothing(Argon2Cost.DEFAULT, new Random(1));
        assertThat(DirectoryFormat.readHash(KEY, DirectoryFormat.write(hash))).isEqualTo(hash);
        AccountSettings settings = new AccountSettings(true, PopDeletion.KEEP, true);
        assertThat(DirectoryFormat.readSettings(KEY, DirectoryFormat.write(settings)))
                .isEqualTo(settings);
        SharedSecret secret = new SharedSecret(new byte[] {1, 2, 3});
        assertThat(DirectoryFormat.readSharedSecret(KEY, DirectoryFormat.write(secret))
                        .bytes())
                .isEqualTo(secret.bytes());
        List<ScramVerifier> verifiers = Credentials.scram(new byte[] {'x'}, 4096, new Random(1));
        assertThat(DirectoryFormat.readScram(KEY, DirectoryFormat.write(verifiers)))
                .usingRecursiveComparison()
                .isEqualTo(verifiers);
        assertThat(DirectoryFormat.readNumber(KEY, DirectoryFormat.writeNumber(77)))
                .isEqualTo(77);
    }

    /** The bytes are a promise to every later version: they change only together with the version byte. */
    @Test
    void theFormIsThatOfVersionOne() throws Exception {
        assertThat(HexFormat.of().formatHex(DirectoryFormat.write(ALICE)))
                .isEqualTo("01" + "0000018bcfe5687b" + "000000012a05f200" + "0000000000000007"
                        + "616c6963c3a9406578616d706c652e74657374");
        assertThat(HexFormat.of().formatHex(DirectoryFormat.write(new AccountSettings(true, PopDeletion.TRASH, false))))
                .isEqualTo("010101");
        assertThat(HexFormat.of().formatHex(DirectoryFormat.write(new AccountSettings(false, PopDeletion.KEEP, true))))
                .isEqualTo("01000201");
        byte[] withoutPassword = {1, 1, 2};
        assertThat(DirectoryFormat.readSettings(KEY, withoutPassword))
                .isEqualTo(new AccountSettings(true, PopDeletion.KEEP, false));
        ScramVerifier verifier = new ScramVerifier(ScramHash.SHA_1, new byte[] {7}, 4096, new byte[20], new byte[20]);
        assertThat(HexFormat.of().formatHex(DirectoryFormat.write(List.of(verifier))))
                .isEqualTo("01" + "01" + "00001000" + "01" + "07" + "00".repeat(40));
        assertThat(DirectoryFormat.address(new AccountName("alice", "a.test")))
                .hasToString("65" + "612e74657374" + "00" + "616c696365");
    }

    @Test
    void damageIsNamed() {
        byte[] value = DirectoryFormat.write(ALICE);
        for (int length = 0; length < 25; length++) {
            byte[] cut = Arrays.copyOf(value, length);
            assertThatThrownBy(() -> DirectoryFormat.readAccount(KEY, cut))
                    .isInstanceOf(StoreException.class)
                    .hasMessageContaining(KEY.toString());
        }
        byte[] scram = DirectoryFormat.write(Credentials.scram(new byte[] {'x'}, 4096, new Random(1)));
        for (int length : new int[] {0, 3, 7, 30, scram.length - 1}) {
            byte[] cut = Arrays.copyOf(scram, length);
            assertThatThrownBy(() -> DirectoryFormat.readScram(KEY, cut)).isInstanceOf(StoreException.class);
        }
        assertThatThrownBy(() -> DirectoryFormat.readSettings(KEY, new byte[] {1, 0, 9}))
                .hasMessageContaining("damaged");
        value[0] = 2;
        assertThatThrownBy(() -> DirectoryFormat.readAccount(KEY, value)).hasMessageContaining("has form 2");
        assertThatThrownBy(() -> DirectoryFormat.readHash(KEY, new byte[] {1, 'x'}))
                .hasMessageContaining("damaged");
    }
}
