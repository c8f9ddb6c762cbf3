package org.pennypost.directory;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.pennypost.sasl.Identity;
import org.pennypost.sasl.Outcome;
import org.pennypost.store.CheckDepth;
import org.pennypost.store.Store;
import org.pennypost.store.StoreException;
import org.pennypost.store.embedded.EmbeddedStore;

/** The directory on the store that a server has. */
@Timeout(60)
class OnDiskTest {
    private static final byte[] SECRET = "secret".getBytes(StandardCharsets.UTF_8);

    private static Directory open(Store store) throws StoreException {
        return Directory.open(
                store,
                DirectoryOptions.LAB.withCost(DirectoryFixture.CHEAP).withScramIterations(4096),
                new SecureRandom(),
                InstantSource.system());
    }

    @Test
    void everythingIsThereAfterARestart(@TempDir Path folder) throws Exception {
        AccountEntry bob;
        RemovedAccount removed;
        try (Store store = EmbeddedStore.open(folder);
                Directory directory = open(store)) {
            directory.addDomain("example.test");
            directory.addAccount("alice@example.test", "secret", 0);
            bob = directory.addAccount("bob@example.test", "secret", 5_000);
            removed = directory.removeAccount("alice@example.test");
            assertThat(directory.verify("bob", SECRET, DirectoryFixture.HOME)).isInstanceOf(Outcome.Accepted.class);
        }
        try (Store store = EmbeddedStore.open(folder);
                Directory directory = open(store)) {
            assertThat(directory.accounts()).isEqualTo(List.of(bob));
            assertThat(directory.removedAccounts()).isEqualTo(List.of(removed));
            assertThat(directory.resolve("postmaster", "example.test")).contains(bob);
            assertThat(directory.verify("bob", SECRET, DirectoryFixture.HOME))
                    .isEqualTo(new Outcome.Accepted(new Identity("bob@example.test", bob.number())));
            assertThat(directory.addAccount("alice@example.test", "secret", 0).number())
                    .isGreaterThan(bob.number());
            assertThat(store.check(CheckDepth.BYTES).damage()).isEmpty();
        }
    }
}
