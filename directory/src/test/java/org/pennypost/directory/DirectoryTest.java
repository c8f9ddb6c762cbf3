package org.pennypost.directory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.pennypost.sasl.Outcome;
import org.pennypost.store.Partition;
import org.pennypost.store.StoreException;

@Timeout(60)
class DirectoryTest {
    private final DirectoryFixture fixture = fixture();

    private static DirectoryFixture fixture() {
        try {
            return new DirectoryFixture();
        } catch (StoreException failed) {
            throw new IllegalStateException(failed);
        }
    }

    @BeforeEach
    void addDomain() throws Exception {
        directory().addDomain("Example.TEST");
    }

    @AfterEach
    void close() throws Exception {
        fixture.close();
    }

    private Directory directory() {
        return fixture.directory;
    }

    private AccountEntry add(String address) throws Refused, StoreException {
        return directory().addAccount(address, "secret", 0);
    }

    private Optional<String> resolve(String localPart, String domain) {
        return directory().resolve(localPart, domain).map(AccountEntry::address);
    }

    @Test
    void domainsAreFoundInAnySpelling() throws Exception {
        directory().addDomain("Bücher.test");
        assertThat(directory().domains()).map(DomainEntry::name).containsExactly("example.test", "xn--bcher-kva.test");
        assertThat(directory().hosts("EXAMPLE.test.")).isTrue();
        assertThat(directory().hosts("bücher.TEST")).isTrue();
        assertThat(directory().hosts("other.test")).isFalse();
        assertThat(directory().hosts("[192.0.2.1]")).isFalse();
        assertThat(directory().domain("Example.Test")).map(DomainEntry::name).contains("example.test");
    }

    @Test
    void domainsAreRefusedWithASentence() throws Exception {
        assertThatThrownBy(() -> directory().addDomain("EXAMPLE.TEST"))
                .isInstanceOf(Refused.class)
                .hasMessage("The domain example.test is here already.");
        assertThatThrownBy(() -> directory().addDomain("no domain"))
                .hasMessage("\"no domain\" is not a domain name: write it like example.org.");
        assertThatThrownBy(() -> directory().removeDomain("other.test"))
                .hasMessage("The domain other.test is not hosted here: add it with \"domain add other.test\".");
        add("alice@example.test");
        assertThatThrownBy(() -> directory().removeDomain("example.test"))
                .hasMessage("The domain example.test still has accounts, the first is alice@example.test:"
                        + " remove them before.");
        assertThat(directory().hosts("example.test")).isTrue();
    }

    @Test
    void anEmptyDomainCanBeRemoved() throws Exception {
        add("alice@example.test");
        directory().removeAccount("alice@example.test");
        directory().removeDomain("example.test");
        assertThat(directory().hosts("example.test")).isFalse();
        fixture.reopen();
        assertThat(directory().domains()).isEmpty();
    }

    @Test
    void accountsAreFoundInAnySpelling() throws Exception {
        AccountEntry alice = add("Alice@EXAMPLE.test");
        assertThat(alice.address()).isEqualTo("alice@example.test");
        assertThat(alice.number()).isEqualTo(Partition.FIRST_ACCOUNT);
        assertThat(directory().resolve("aLICE", "example.TEST")).contains(alice);
        assertThat(directory().account("ALICE@example.test")).contains(alice);
        assertThat(resolve("nobody", "example.test")).isEmpty();
        assertThat(resolve("alice", "other.test")).isEmpty();
        assertThat(resolve("", "example.test")).isEmpty();
        assertThat(resolve("alice", "not a domain")).isEmpty();
    }

    @Test
    void localPartsMayHaveLettersOfAllScripts() throws Exception {
        add("JOSE\u0301@example.test");
        assertThat(resolve("jos\u00e9", "example.test")).contains("jos\u00e9@example.test");
        assertThat(resolve("jose\u0301", "example.test")).contains("jos\u00e9@example.test");
        assertThat(resolve("jose", "example.test")).isEmpty();
    }

    @Test
    void accountsAreRefusedWithASentence() throws Exception {
        add("alice@example.test");
        assertThatThrownBy(() -> add("ALICE@example.test"))
                .hasMessage("The account alice@example.test is here already.");
        assertThatThrownBy(() -> add("bob@other.test"))
                .hasMessage("The domain other.test is not hosted here: add it with \"domain add other.test\".");
        assertThatThrownBy(() -> add("bob")).hasMessage("\"bob\" is not an address: write it as name@domain.");
        assertThatThrownBy(() -> add("b ob@example.test"))
                .hasMessage("The name \"b ob\" cannot be used: take letters, digits, hyphens and single dots between"
                        + " them.");
        assertThatThrownBy(() -> add("b..ob@example.test")).isInstanceOf(Refused.class);
        assertThatThrownBy(() -> add("b\u0007ob@example.test")).hasMessageContaining("b?ob");
        assertThatThrownBy(() -> add("bob+tag@example.test")).hasMessageContaining("leave it out");
        assertThatThrownBy(() -> add("b".repeat(65) + "@example.test")).hasMessageContaining("64 octets");
        assertThatThrownBy(() -> directory().addAccount("bob@example.test", "", 0))
                .hasMessage("The password is empty: give one, or let one be made.");
        assertThatThrownBy(() -> directory().addAccount("bob@example.test", "x\u0000y", 0))
                .isInstanceOf(Refused.class);
        assertThatThrownBy(() -> directory().removeAccount("bob@example.test"))
                .hasMessage("There is no account bob@example.test.");
        assertThatThrownBy(() -> directory().setPassword("bob@example.test", "x"))
                .hasMessage("There is no account bob@example.test.");
        assertThat(directory().accounts()).hasSize(1);
    }

    @Test
    void accountsAreListedByDomain() throws Exception {
        directory().addDomain("a.test");
        add("zoe@a.test");
        add("bob@example.test");
        add("alice@example.test");
        assertThat(directory().accounts())
                .map(AccountEntry::address)
                .containsExactly("alice@example.test", "bob@example.test", "zoe@a.test");
        assertThat(directory().accounts("A.test")).map(AccountEntry::address).containsExactly("zoe@a.test");
        assertThat(directory().accounts("other.test")).isEmpty();
    }

    @Test
    void theFreePartOfAnAddressIsIgnored() throws Exception {
        add("alice@example.test");
        assertThat(resolve("alice+shop", "example.test")).contains("alice@example.test");
        assertThat(resolve("Alice+a+b", "example.test")).contains("alice@example.test");
        assertThat(resolve("+shop", "example.test")).isEmpty();
        assertThat(resolve("postmaster+x", "example.test")).contains("alice@example.test");
        try (Directory dashed = fixture.open(DirectoryFixture.ANY_PASSWORD.withSeparator("--"))) {
            assertThat(dashed.resolve("alice--shop", "example.test")).isPresent();
            assertThat(dashed.resolve("alice+shop", "example.test")).isEmpty();
            dashed.addAccount("alice+vip@example.test", "secret", 0);
        }
        directory().refresh();
        assertThat(resolve("alice+vip", "example.test")).contains("alice+vip@example.test");
        try (Directory none = fixture.open(DirectoryFixture.ANY_PASSWORD.withSeparator(""))) {
            assertThat(none.resolve("alice+shop", "example.test")).isEmpty();
        }
    }

    @Test
    void thereIsAlwaysAPostmaster() throws Exception {
        assertThat(resolve("postmaster", "example.test")).isEmpty();
        assertThat(resolve("postmaster", "")).isEmpty();
        fixture.advance(Duration.ofSeconds(1));
        directory().addDomain("a.test");
        add("zoe@a.test");
        assertThat(resolve("Postmaster", "")).contains("zoe@a.test");
        assertThat(resolve("postmaster", "example.test")).contains("zoe@a.test");
        assertThat(resolve("postmaster", "other.test")).isEmpty();
        add("bob@example.test");
        add("alice@example.test");
        assertThat(resolve("PostMaster", "Example.test")).contains("bob@example.test");
        assertThat(resolve("Postmaster", "")).contains("bob@example.test");
        directory().removeAccount("bob@example.test");
        assertThat(resolve("postmaster", "example.test")).contains("alice@example.test");
        add("postmaster@example.test");
        assertThat(resolve("postmaster", "example.test")).contains("postmaster@example.test");
        assertThat(resolve("POSTMASTER", "")).contains("postmaster@example.test");
        fixture.reopen();
        assertThat(resolve("postmaster", "a.test")).contains("zoe@a.test");
        assertThat(resolve("alice", "")).isEmpty();
    }

    @Test
    void everythingIsThereAfterARestart() throws Exception {
        AccountEntry alice = directory().addAccount("alice@example.test", "secret", 1_000_000);
        fixture.reopen();
        assertThat(directory().accounts()).containsExactly(alice);
        assertThat(directory().domains()).map(DomainEntry::name).containsExactly("example.test");
        assertThat(fixture.login("alice@example.test", "secret", DirectoryFixture.HOME))
                .isInstanceOf(Outcome.Accepted.class);
    }

    @Test
    void numbersAreNeverUsedAgain() throws Exception {
        add("alice@example.test");
        AccountEntry bob = add("bob@example.test");
        RemovedAccount removed = directory().removeAccount("Bob@example.test");
        assertThat(removed.number()).isEqualTo(bob.number());
        assertThat(directory().account("bob@example.test")).isEmpty();
        assertThat(directory().removedAccounts()).containsExactly(removed);
        fixture.reopen();
        assertThat(directory().removedAccounts()).containsExactly(removed);
        directory().forgetRemoved(removed.number());
        assertThat(directory().removedAccounts()).isEmpty();
        fixture.reopen();
        assertThat(add("bob@example.test").number()).isEqualTo(bob.number() + 1);
    }

    @Test
    void aFailedCommitChangesNothing() throws Exception {
        fixture.store.failNext(new StoreException("no room"));
        assertThatThrownBy(() -> add("alice@example.test")).hasMessage("no room");
        assertThat(directory().accounts()).isEmpty();
        assertThat(add("alice@example.test").number()).isEqualTo(Partition.FIRST_ACCOUNT);
    }

    @Test
    void changesOfOthersAreSeenAfterAHint() throws Exception {
        try (Directory other = fixture.open(DirectoryFixture.ANY_PASSWORD)) {
            other.addDomain("other.test");
            other.addAccount("bob@other.test", "secret", 0);
            while (directory().account("bob@other.test").isEmpty()) {
                Thread.onSpinWait();
            }
            assertThat(directory().hosts("other.test")).isTrue();
        }
    }

    @Test
    void changesOfOthersAreSeenWithTheNextChangeWhereHintsAreLost() throws Exception {
        try (Directory deaf = fixture.open(new DeafStore(fixture.store), DirectoryFixture.ANY_PASSWORD)) {
            directory().addDomain("other.test");
            assertThat(deaf.hosts("other.test")).isFalse();
            deaf.addAccount("alice@example.test", "secret", 0);
            assertThat(deaf.hosts("other.test")).isTrue();
            deaf.addAccount("alice@other.test", "secret", 0);
            directory().setPassword("alice@other.test", "changed");
            assertThat(directory().account("alice@other.test"))
                    .map(AccountEntry::passwordVersion)
                    .contains(2L);
            deaf.refresh();
            assertThat(deaf.accounts()).isEqualTo(directory().accounts());
        }
    }

    @Test
    void manyAccountsFitInManyPages() throws Exception {
        for (int i = 0; i < 1_050; i++) {
            add("user" + i + "@example.test");
        }
        directory().removeAccount("user0@example.test");
        List<AccountEntry> before = directory().accounts();
        fixture.reopen();
        assertThat(directory().accounts()).hasSize(1_049).isEqualTo(before);
        assertThat(resolve("postmaster", "example.test")).contains("user1@example.test");
    }

    @Test
    void readersSeeEachChangeWholeAndAtOnce() throws Exception {
        int writers = 4;
        int each = 25;
        CountDownLatch start = new CountDownLatch(1);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> all = new ArrayList<>();
            for (int w = 0; w < writers; w++) {
                int writer = w;
                all.add(threads.submit(() -> {
                    start.await();
                    for (int i = 0; i < each; i++) {
                        String name = "w" + writer + "n" + i;
                        AccountEntry added = add(name + "@example.test");
                        assertThat(directory().resolve(name, "example.test")).contains(added);
                        if (i % 2 == 1) {
                            directory().removeAccount(added.address());
                            assertThat(resolve(name, "example.test")).isEmpty();
                        }
                    }
                    return null;
                }));
            }
            all.add(threads.submit(() -> {
                start.await();
                for (int i = 0; i < 2_000; i++) {
                    Optional<AccountEntry> postmaster = directory().resolve("postmaster", "example.test");
                    if (postmaster.isPresent()) {
                        assertThat(postmaster.get().number()).isGreaterThanOrEqualTo(Partition.FIRST_ACCOUNT);
                    }
                }
                return null;
            }));
            start.countDown();
            for (Future<?> one : all) {
                one.get();
            }
        }
        assertThat(directory().accounts()).hasSize(writers * (each / 2 + 1));
        assertThat(directory().accounts().stream()
                        .mapToLong(AccountEntry::number)
                        .distinct())
                .hasSize(writers * (each / 2 + 1));
    }
}
