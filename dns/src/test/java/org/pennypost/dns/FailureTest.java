package org.pennypost.dns;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.pennypost.dns.Answer.Found;
import org.pennypost.dns.Answer.Trouble;
import org.pennypost.dns.Answer.Unavailable;
import org.pennypost.dns.ResolverConfig.Patience;
import org.pennypost.dns.testing.StubZones;
import org.pennypost.dns.testing.StubZones.Fault;

/** Nameservers that fail, and networks without any. */
@Timeout(30)
class FailureTest {
    private static final Patience SHORT = new Patience(Duration.ofMillis(200), 2, Duration.ofSeconds(5));
    private static final String ZONE = """
            $ORIGIN example.test.
            @      MX  10 mail
            mail   A   192.0.2.1
            """;

    private final StubZones zones = StubZones.start(ZONE);

    @AfterEach
    void close() {
        zones.close();
    }

    private static Resolver resolver(Nameservers nameservers) {
        return new Resolver(
                ResolverConfig.of(nameservers).with(SHORT), new SecureRandom(), InstantSource.fixed(Instant.EPOCH));
    }

    private static Answer<List<MxRecord>> mx(Nameservers nameservers) {
        try (Resolver resolver = resolver(nameservers)) {
            return resolver.mx("example.test");
        }
    }

    private Answer<List<MxRecord>> mx() {
        return mx(Nameservers.of(zones.address()));
    }

    private static Trouble trouble(Answer<?> answer) {
        assertThat(answer).isInstanceOf(Unavailable.class);
        return ((Unavailable<?>) answer).trouble();
    }

    /** An address at which nothing listens: a port that was free a moment ago. */
    private static InetSocketAddress nobody() throws IOException {
        try (DatagramSocket socket = new DatagramSocket(0, InetAddress.ofLiteral("127.0.0.1"))) {
            return (InetSocketAddress) socket.getLocalSocketAddress();
        }
    }

    @Test
    void withoutANameserverNothingIsAvailable() {
        assertThat(mx(Nameservers.of()))
                .isEqualTo(new Unavailable<>(Trouble.NO_NAMESERVER, "no nameserver is configured"));
    }

    @Test
    void aNameserverThatIsNotThereIsToldAtOnce() throws Exception {
        assertThat(trouble(mx(Nameservers.of(nobody())))).isEqualTo(Trouble.NO_NAMESERVER);
    }

    /** Who waits less than the lookup may take gets no answer, and the lookup goes on: whoever asks next has it. */
    @Test
    void whoIsInAHurryLeavesTheLookupToGoOn() {
        zones.hold("example.test");
        ResolverConfig patient = ResolverConfig.of(Nameservers.of(zones.address()));
        try (Resolver resolver = new Resolver(patient, new SecureRandom(), InstantSource.fixed(Instant.EPOCH))) {
            DomainName domain = DomainName.of("example.test");
            assertThat(trouble(resolver.mx(domain, Duration.ofMillis(1)))).isEqualTo(Trouble.NO_REPLY);
            zones.open("example.test");
            assertThat(resolver.mx(domain)).isInstanceOf(Found.class);
            assertThat(zones.asked()).hasSize(1);
            assertThat(resolver.mx(domain, Duration.ofMillis(1))).isInstanceOf(Found.class);
        }
    }

    @Test
    void theNextNameserverIsAsked() throws Exception {
        assertThat(mx(Nameservers.of(nobody(), zones.address()))).isInstanceOf(Found.class);
        try (StubZones broken = StubZones.start("")) {
            broken.fault(".", Fault.SERVFAIL);
            assertThat(mx(Nameservers.of(broken.address(), zones.address()))).isInstanceOf(Found.class);
            broken.fault(".", Fault.DROP);
            assertThat(mx(Nameservers.of(broken.address(), zones.address()))).isInstanceOf(Found.class);
            assertThat(broken.asked()).hasSize(2);
            zones.fault(".", Fault.REFUSED);
            assertThat(trouble(mx(Nameservers.of(nobody(), broken.address(), zones.address()))))
                    .isEqualTo(Trouble.SERVER_FAILURE);
        }
    }

    @Test
    void silenceIsWaitedForAsOftenAsConfigured() {
        zones.fault("example.test", Fault.DROP);
        assertThat(trouble(mx())).isEqualTo(Trouble.NO_REPLY);
        assertThat(zones.asked()).hasSize(SHORT.rounds());
    }

    @Test
    void oneLookupHasOneDeadline() {
        zones.fault("example.test", Fault.DROP);
        Patience patience = new Patience(Duration.ofMinutes(5), 9, Duration.ofMillis(300));
        ResolverConfig config = ResolverConfig.of(Nameservers.of(zones.address(), zones.address()))
                .with(patience);
        try (Resolver resolver = new Resolver(config, new SecureRandom(), InstantSource.system())) {
            assertThat(trouble(resolver.mx("example.test"))).isEqualTo(Trouble.NO_REPLY);
        }
        // Not 18: a wait that ends a millisecond early leaves time for one question more.
        assertThat(zones.asked()).hasSizeBetween(1, 2);
    }

    @ParameterizedTest
    @EnumSource(names = {"SERVFAIL", "REFUSED", "GARBAGE", "REFERRAL"})
    void failuresAreNoAnswers(Fault fault) {
        zones.fault("example.test", fault);
        Answer<?> answer = mx();
        assertThat(trouble(answer)).isEqualTo(Trouble.SERVER_FAILURE);
        assertThat(((Unavailable<?>) answer).reason())
                .startsWith("nameserver 127.0.0.1 port " + zones.address().getPort());
        assertThat(zones.asked()).hasSize(1);
    }

    @Test
    void cutAnswersComeOverTcp() {
        zones.fault("example.test", Fault.TRUNCATE);
        assertThat(mx()).isInstanceOf(Found.class);
        assertThat(zones.asked()).map(StubZones.Asked::tcp).containsExactly(false, true);
    }

    @Test
    void largeAnswersComeOverTcpByThemselves() {
        StringBuilder zone = new StringBuilder("$ORIGIN large.test.\n");
        for (int i = 0; i < 60; i++) {
            zone.append("@ TXT \"")
                    .append(i)
                    .append(" ")
                    .append("x".repeat(200))
                    .append("\"\n");
        }
        zones.add(zone.toString());
        try (Resolver resolver = resolver(Nameservers.of(zones.address()))) {
            assertThat(resolver.txt(DomainName.of("large.test")).map(List::size))
                    .isEqualTo(new Found<>(60, false, DomainName.of("large.test")));
        }
        assertThat(zones.asked()).map(StubZones.Asked::tcp).containsExactly(false, true);
    }

    @Test
    void oldNameserversAreAskedWithoutEdns() {
        zones.fault("example.test", Fault.NO_EDNS);
        assertThat(mx()).isInstanceOf(Found.class);
        assertThat(zones.asked()).hasSize(2);
    }

    @Test
    void repliesToOtherQuestionsAreSkipped() {
        zones.fault("example.test", Fault.STRAY_FIRST);
        assertThat(mx()).isInstanceOf(Found.class);
    }

    @Test
    void addressesOfOneKindAreEnoughWhenTheOtherFails() {
        zones.add("half.test. AAAA 2001:db8::1");
        try (Resolver resolver = resolver(Nameservers.of(zones.address()))) {
            resolver.ipv6(DomainName.of("half.test"));
            zones.fault("half.test", Fault.SERVFAIL);
            assertThat(resolver.addresses("half.test")).isInstanceOf(Found.class);
            assertThat(trouble(resolver.ipv4(DomainName.of("half.test")))).isEqualTo(Trouble.SERVER_FAILURE);
        }
        try (Resolver resolver = resolver(Nameservers.of(zones.address()))) {
            assertThat(trouble(resolver.addresses("half.test"))).isEqualTo(Trouble.SERVER_FAILURE);
        }
    }

    @Test
    void resolvConfIsReadAgainWhenItChanges(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("resolv.conf");
        ServerList servers = new ServerList(new Nameservers.ResolvConf(file));
        assertThat(servers.now().addresses()).isEmpty();
        Files.writeString(file, "# made by hand\nnameserver 192.0.2.1\n");
        assertThat(servers.now().addresses()).hasSize(1);
        Files.writeString(file, "nameserver 192.0.2.1\nnameserver 2001:db8::1\noptions edns0 trust-ad\n");
        Files.setLastModifiedTime(file, FileTime.fromMillis(1));
        assertThat(servers.now())
                .isEqualTo(new Nameservers.Listed(
                        List.of(
                                new InetSocketAddress(InetAddress.ofLiteral("192.0.2.1"), 53),
                                new InetSocketAddress(InetAddress.ofLiteral("2001:db8::1"), 53)),
                        true));
        Files.delete(file);
        assertThat(servers.now().addresses()).isEmpty();
    }

    @Test
    void resolvConfIsReadLikeTheSystemReadsIt() {
        assertThat(ServerList.parse(List.of(
                                "",
                                ";comment",
                                "search example.org",
                                " nameserver\t192.0.2.1 # ours",
                                "nameserver",
                                "nameserver x.org"))
                        .addresses())
                .containsExactly(new InetSocketAddress(InetAddress.ofLiteral("192.0.2.1"), 53));
        assertThat(ServerList.parse(List.of("nameserver 192.0.2.1")).trusted()).isFalse();
    }
}
