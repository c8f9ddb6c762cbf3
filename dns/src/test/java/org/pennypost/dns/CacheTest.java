package org.pennypost.dns;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.pennypost.dns.Answer.Found;
import org.pennypost.dns.Answer.NoData;
import org.pennypost.dns.Answer.NoSuchDomain;
import org.pennypost.dns.Answer.Trouble;
import org.pennypost.dns.Answer.Unavailable;
import org.pennypost.dns.ResolverConfig.CacheLimits;
import org.pennypost.dns.testing.StubZones;
import org.pennypost.dns.testing.StubZones.Fault;

/** What is remembered, for how long, and how often is asked. */
@Timeout(30)
class CacheTest {
    private static final DomainName HOST = DomainName.of("host.example.test");

    private final StubZones zones = StubZones.start("""
            $ORIGIN example.test.
            @       600 SOA  ns admin 1 3600 600 86400 120
            host    100 A    192.0.2.1
            forever 4000000 A 192.0.2.2
            never   0   A    192.0.2.3
            alias   30  CNAME host
            lost    30  CNAME nowhere
            $ORIGIN lifeless.test.
            @       0   SOA  ns admin 1 3600 600 86400 0
            """);
    private volatile Instant now = Instant.parse("2026-11-23T12:00:00Z");
    private Resolver resolver = resolver(CacheLimits.DEFAULT);

    private Resolver resolver(CacheLimits limits) {
        return new Resolver(
                ResolverConfig.of(Nameservers.of(zones.address())).with(limits), new SecureRandom(), () -> now);
    }

    @AfterEach
    void close() {
        resolver.close();
        zones.close();
    }

    private void use(CacheLimits limits) {
        resolver.close();
        resolver = resolver(limits);
    }

    private void advance(long seconds) {
        now = now.plusSeconds(seconds);
    }

    private Answer<?> a(String name) {
        return resolver.ipv4(DomainName.of(name + ".example.test"));
    }

    private int asked() {
        return zones.asked().size();
    }

    @Test
    void anAnswerIsKeptForItsTimeAndNoLonger() {
        assertThat(a("host")).isInstanceOf(Found.class);
        advance(99);
        assertThat(a("host")).isInstanceOf(Found.class);
        assertThat(asked()).isEqualTo(1);
        zones.remove("host.example.test");
        advance(1);
        assertThat(a("host")).isEqualTo(new NoSuchDomain<>(false));
        assertThat(asked()).isEqualTo(2);
    }

    @Test
    void nothingStaleIsServedWhenTheNameserverFails() {
        a("host");
        zones.fault(".", Fault.SERVFAIL);
        advance(100);
        assertThat(a("host")).isInstanceOf(Unavailable.class);
    }

    @Test
    void zeroMeansNotToKeep() {
        a("never");
        a("never");
        assertThat(asked()).isEqualTo(2);
    }

    @Test
    void aNegativeAnswerWithoutALifeIsKeptAsAFailureIs() {
        DomainName name = DomainName.of("nobody.lifeless.test");
        assertThat(resolver.ipv4(name)).isEqualTo(new NoSuchDomain<>(false));
        advance(4);
        resolver.ipv4(name);
        assertThat(asked()).isEqualTo(1);
        advance(1);
        resolver.ipv4(name);
        assertThat(asked()).isEqualTo(2);
    }

    @Test
    void timesHaveLimits() {
        use(new CacheLimits(
                10, Duration.ofSeconds(5), Duration.ofSeconds(50), Duration.ofSeconds(40), Duration.ofSeconds(1)));
        a("never");
        a("forever");
        a("nowhere");
        advance(4);
        a("never");
        assertThat(asked()).isEqualTo(3);
        advance(35);
        a("forever");
        a("never");
        assertThat(asked()).isEqualTo(4);
        advance(1);
        a("nowhere");
        assertThat(asked()).isEqualTo(5);
        advance(10);
        a("forever");
        assertThat(asked()).isEqualTo(6);
    }

    @Test
    void whatIsNotThereIsKeptAsTheZoneSays() {
        assertThat(a("nowhere")).isInstanceOf(NoSuchDomain.class);
        assertThat(resolver.mx(HOST)).isInstanceOf(NoData.class);
        advance(119);
        a("nowhere");
        resolver.mx(HOST);
        assertThat(asked()).isEqualTo(2);
        advance(1);
        a("nowhere");
        resolver.mx(HOST);
        assertThat(asked()).isEqualTo(4);
    }

    @Test
    void aNameThatIsNotThereHasNoDataOfAnyKind() {
        a("nowhere");
        assertThat(resolver.mx("nowhere.example.test")).isInstanceOf(NoSuchDomain.class);
        assertThat(resolver.addresses("nowhere.example.test")).isInstanceOf(NoSuchDomain.class);
        assertThat(asked()).isEqualTo(1);
    }

    @Test
    void anAliasIsKeptAsLongAsItsShortestPart() {
        a("alias");
        assertThat(a("lost")).isInstanceOf(NoSuchDomain.class);
        advance(29);
        a("alias");
        a("lost");
        assertThat(asked()).isEqualTo(2);
        advance(1);
        a("alias");
        a("lost");
        assertThat(asked()).isEqualTo(4);
    }

    @Test
    void anAliasToNowhereDoesExist() {
        assertThat(a("lost")).isInstanceOf(NoSuchDomain.class);
        zones.add("lost.example.test. TXT \"here\"");
        assertThat(resolver.txt(DomainName.of("lost.example.test"))).isInstanceOf(Found.class);
    }

    @Test
    void failuresAreKeptForSeconds() {
        zones.fault(".", Fault.SERVFAIL);
        a("host");
        a("host");
        assertThat(asked()).isEqualTo(1);
        zones.heal();
        advance(CacheLimits.DEFAULT.failureTtl().toSeconds());
        assertThat(a("host")).isInstanceOf(Found.class);
    }

    @Test
    void aClockSetBackForgets() {
        a("host");
        advance(-10);
        a("host");
        assertThat(asked()).isEqualTo(2);
    }

    @Test
    void theOldestGoesWhenThereAreTooMany() {
        CacheLimits defaults = CacheLimits.DEFAULT;
        use(new CacheLimits(2, defaults.ttlMin(), defaults.ttlMax(), defaults.negativeTtlMax(), defaults.failureTtl()));
        a("host");
        a("forever");
        a("host");
        a("nowhere");
        assertThat(asked()).isEqualTo(3);
        a("host");
        assertThat(asked()).isEqualTo(3);
        a("forever");
        assertThat(asked()).isEqualTo(4);
    }

    @Test
    void forgettingAsksAgain() {
        a("host");
        resolver.forget();
        a("host");
        assertThat(asked()).isEqualTo(2);
    }

    @Test
    void manyWhoAskTheSameAreOneQuestion() throws Exception {
        zones.hold("host.example.test");
        int callers = 200;
        CountDownLatch begun = new CountDownLatch(callers);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Answer<?>>> answers = new ArrayList<>();
            for (int i = 0; i < callers; i++) {
                answers.add(threads.submit(() -> {
                    begun.countDown();
                    return a("host");
                }));
            }
            begun.await();
            zones.open("host.example.test");
            for (Future<Answer<?>> answer : answers) {
                assertThat(answer.get()).isInstanceOf(Found.class);
            }
        }
        assertThat(asked()).isEqualTo(1);
    }

    @Test
    void aCallerThatGivesUpFailsNoOther() throws Exception {
        zones.hold("host.example.test");
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            CountDownLatch interrupted = new CountDownLatch(1);
            Thread first = Thread.ofVirtual().start(() -> {
                assertThat(a("host")).isInstanceOf(Unavailable.class);
                if (Thread.currentThread().isInterrupted()) {
                    interrupted.countDown();
                }
            });
            Future<Answer<?>> second = threads.submit(() -> a("host"));
            first.interrupt();
            interrupted.await();
            zones.open("host.example.test");
            assertThat(second.get()).isInstanceOf(Found.class);
        }
    }

    @Test
    void lookupsUnderWayHaveALimit() throws Exception {
        resolver.close();
        ResolverConfig config = ResolverConfig.of(Nameservers.of(zones.address()));
        resolver = new Resolver(
                new ResolverConfig(config.nameservers(), config.patience(), config.cache(), config.ednsBytes(), 10, 1),
                new SecureRandom(),
                () -> now);
        zones.hold("host.example.test");
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<Answer<?>> first = threads.submit(() -> a("host"));
            while (asked() == 0) {
                Thread.onSpinWait();
            }
            assertThat(a("forever"))
                    .isEqualTo(new Unavailable<>(Trouble.NOT_ASKED, "too many lookups are under way at the same time"));
            zones.open("host.example.test");
            assertThat(first.get()).isInstanceOf(Found.class);
        }
        assertThat(a("forever")).isInstanceOf(Found.class);
    }

    @Test
    void closingEndsWhatIsUnderWay() throws Exception {
        zones.hold("host.example.test");
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<Answer<?>> waiting = threads.submit(() -> a("host"));
            while (asked() == 0) {
                Thread.onSpinWait();
            }
            resolver.close();
            assertThat(waiting.get()).isEqualTo(new Unavailable<>(Trouble.NOT_ASKED, "the resolver is closed"));
        }
        assertThat(a("forever")).isEqualTo(new Unavailable<>(Trouble.NOT_ASKED, "the resolver is closed"));
        assertThat(asked()).isEqualTo(1);
    }

    /** What docs/dns.md promises: of dnsjava only the message format is used, and it brings no thread with it. */
    @Test
    void noThreadOfAnyLibraryIsStarted() {
        a("host");
        zones.fault("example.test", Fault.TRUNCATE);
        resolver.mx("example.test");
        assertThat(Thread.getAllStackTraces().keySet())
                .map(Thread::getName)
                .noneMatch(name -> name.toLowerCase(Locale.ROOT).contains("dnsjava"));
    }
}
