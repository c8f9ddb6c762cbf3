package org.pennypost.dns;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.pennypost.dns.Answer.Found;
import org.pennypost.dns.Answer.NoData;
import org.pennypost.dns.Answer.NoSuchDomain;
import org.pennypost.dns.testing.StubZones;

/** What the resolver makes of good answers. */
class ResolverTest {
    private static final InstantSource CLOCK = InstantSource.fixed(Instant.EPOCH);

    private final StubZones zones = StubZones.start("""
            $ORIGIN example.test.
            @            MX     20 backup
            @            MX     10 mail
            @            MX     10 also
            @            TXT    "v=spf1 " "-all"
            @            TXT    "caf\\195\\169"
            mail         A      192.0.2.1
            mail         A      192.0.2.2
            mail         AAAA   2001:db8::1
            four         A      192.0.2.4
            six          AAAA   2001:db8::6
            none         MX     0 .
            mixed        MX     0 .
            mixed        MX     5 mail
            www          CNAME  web
            web          CNAME  four
            dangling     CNAME  nothing-here
            circle       CNAME  circle2
            circle2      CNAME  circle
            *.wild       A      192.0.2.9
            deep.empty   A      192.0.2.10
            $ORIGIN 2.0.192.in-addr.arpa.
            1            PTR    mail.example.test.
            2            PTR    evil\\032name.example.test.
            3            CNAME  3.0/25.2.0.192.in-addr.arpa.
            3.0/25       PTR    delegated.example.test.
            """);
    private Resolver resolver = resolver(ResolverConfig.of(Nameservers.of(zones.address())));

    private static Resolver resolver(ResolverConfig config) {
        return new Resolver(config, new SecureRandom(), CLOCK);
    }

    @BeforeEach
    void patient() {
        resolver = resolver(ResolverConfig.of(Nameservers.of(zones.address())));
    }

    @AfterEach
    void close() {
        resolver.close();
        zones.close();
    }

    private static DomainName name(String text) {
        return DomainName.of(text);
    }

    @Test
    void mxRecordsComeInTheOrderOfPreference() {
        assertThat(resolver.mx("Example.TEST"))
                .isEqualTo(new Found<>(
                        List.of(
                                new MxRecord(10, name("also.example.test")),
                                new MxRecord(10, name("mail.example.test")),
                                new MxRecord(20, name("backup.example.test"))),
                        false,
                        name("example.test")));
    }

    @Test
    void nullMxIsOneRecordThatIsNull() {
        assertThat(resolver.mx("none.example.test"))
                .isInstanceOfSatisfying(
                        Found.class,
                        found -> assertThat(found.value()).isEqualTo(List.of(new MxRecord(0, DomainName.ROOT))));
        assertThat(new MxRecord(0, DomainName.ROOT).isNull()).isTrue();
    }

    @Test
    void nullMxAmongOthersIsLeftOut() {
        assertThat(resolver.mx("mixed.example.test"))
                .isEqualTo(new Found<>(
                        List.of(new MxRecord(5, name("mail.example.test"))), false, name("mixed.example.test")));
    }

    @Test
    void addressesOfBothKindsAreJoined() {
        assertThat(resolver.addresses("mail.example.test"))
                .isInstanceOfSatisfying(
                        Found.class,
                        found -> assertThat((List<?>) found.value())
                                .first()
                                .isEqualTo(InetAddress.ofLiteral("2001:db8::1")));
        assertThat(resolver.addresses("four.example.test").map(List::toString))
                .isEqualTo(new Found<>("[/192.0.2.4]", false, name("four.example.test")));
        assertThat(resolver.ipv4(name("mail.example.test")).map(List::size))
                .isEqualTo(new Found<>(2, false, name("mail.example.test")));
        assertThat(resolver.ipv6(name("mail.example.test")).map(List::size))
                .isEqualTo(new Found<>(1, false, name("mail.example.test")));
    }

    @Test
    void oneKindOfAddressIsEnough() {
        assertThat(resolver.addresses("four.example.test"))
                .isEqualTo(new Found<>(List.of(InetAddress.ofLiteral("192.0.2.4")), false, name("four.example.test")));
        assertThat(resolver.addresses("six.example.test"))
                .isEqualTo(new Found<>(List.of(InetAddress.ofLiteral("2001:db8::6")), false, name("six.example.test")));
    }

    @Test
    void whatIsNotThereIsToldApart() {
        assertThat(resolver.mx("nobody.example.test")).isEqualTo(new NoSuchDomain<>(false));
        assertThat(resolver.mx("mail.example.test")).isEqualTo(new NoData<>(false));
        assertThat(resolver.mx("empty.example.test")).isEqualTo(new NoData<>(false));
        assertThat(resolver.addresses("nobody.example.test")).isEqualTo(new NoSuchDomain<>(false));
        assertThat(resolver.addresses("none.example.test")).isEqualTo(new NoData<>(false));
        assertThat(resolver.mx("not a name")).isEqualTo(new NoSuchDomain<>(false));
    }

    @Test
    void aliasesAreFollowed() {
        assertThat(resolver.ipv4(name("www.example.test")))
                .isEqualTo(new Found<>(List.of(InetAddress.ofLiteral("192.0.2.4")), false, name("four.example.test")));
        assertThat(resolver.ipv4(name("dangling.example.test"))).isEqualTo(new NoSuchDomain<>(false));
        assertThat(zones.asked()).hasSize(2);
    }

    @Test
    void aliasesAreAskedForWhereTheNameserverLeavesThemToUs() {
        zones.fault(".", StubZones.Fault.ALIAS_ONLY);
        assertThat(resolver.ipv4(name("www.example.test")))
                .isEqualTo(new Found<>(List.of(InetAddress.ofLiteral("192.0.2.4")), false, name("four.example.test")));
        assertThat(zones.asked()).hasSize(3);
        assertThat(resolver.ipv4(name("dangling.example.test"))).isEqualTo(new NoSuchDomain<>(false));
        assertThat(resolver.mx(name("www.example.test"))).isEqualTo(new NoData<>(false));
    }

    @Test
    void aliasesInACircleEnd() {
        assertThat(resolver.mx("circle.example.test"))
                .isEqualTo(new Answer.Unavailable<>(
                        Answer.Trouble.BAD_DATA, "circle.example.test leads through more than 10 aliases (CNAME)"));
        zones.fault(".", StubZones.Fault.ALIAS_ONLY);
        assertThat(resolver.ipv4(name("circle.example.test"))).isInstanceOf(Answer.Unavailable.class);
    }

    @Test
    void textsAreJoinedOctetByOctet() {
        assertThat(resolver.txt(name("example.test")))
                .isInstanceOfSatisfying(
                        Found.class,
                        found -> assertThat((List<?>) found.value())
                                .map(Object::toString)
                                .containsExactlyInAnyOrder("v=spf1 -all", "caf\u00c3\u00a9"));
    }

    @Test
    void addressesHaveNames() {
        assertThat(resolver.ptr(InetAddress.ofLiteral("192.0.2.1")))
                .isEqualTo(new Found<>(List.of(name("mail.example.test")), false, name("1.2.0.192.in-addr.arpa")));
        assertThat(resolver.ptr(InetAddress.ofLiteral("192.0.2.2"))).isEqualTo(new NoData<>(false));
        assertThat(resolver.ptr(InetAddress.ofLiteral("192.0.2.3")).map(List::getFirst))
                .isInstanceOfSatisfying(
                        Found.class, found -> assertThat(found.value()).hasToString("delegated.example.test"));
        assertThat(resolver.ptr(InetAddress.ofLiteral("2001:db8::1"))).isEqualTo(new NoSuchDomain<>(false));
    }

    @Test
    void wildcardsAnswerForEveryName() {
        assertThat(resolver.ipv4(name("any.thing.wild.example.test")).map(List::getFirst))
                .isEqualTo(new Found<>(InetAddress.ofLiteral("192.0.2.9"), false, name("any.thing.wild.example.test")));
    }

    @Test
    void secureIsWhatATrustedNameserverSays() {
        zones.authentic(true);
        assertThat(resolver.mx("none.example.test"))
                .isInstanceOfSatisfying(
                        Found.class, found -> assertThat(found.secure()).isFalse());
        try (Resolver trusting = resolver(ResolverConfig.of(new Nameservers.Listed(List.of(zones.address()), true)))) {
            assertThat(trusting.mx("none.example.test"))
                    .isInstanceOfSatisfying(
                            Found.class, found -> assertThat(found.secure()).isTrue());
            assertThat(trusting.mx("nobody.example.test")).isEqualTo(new NoSuchDomain<>(true));
            zones.authentic(false);
            assertThat(trusting.mx("mail.example.test")).isEqualTo(new NoData<>(false));
        }
    }
}
