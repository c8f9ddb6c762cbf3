package org.pennypost.smtp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SmtpReaderTest {
    private static SmtpReader reader(String text) {
        return new SmtpReader(text.getBytes(StandardCharsets.UTF_8));
    }

    private static ForwardPath forward(String text) throws BadSyntax {
        SmtpReader reader = reader(text);
        ForwardPath path = reader.forwardPath();
        reader.end();
        return path;
    }

    /** RFC 6531 §3.3: octets above 127 stand for no character of ASCII; the long forms that would (RFC 3629 §3) are refused. */
    @ParameterizedTest
    @ValueSource(
            strings = {"c0bc", "c0be", "c180", "c08d", "e080bc", "f08080bc", "c080", "c3", "bc", "eda080", "f4908080"})
    void longFormsOfAsciiAreNoUtf8(String octets) {
        byte[] inside = HexFormat.of().parseHex(octets);
        ByteArrayOutputStream path = new ByteArrayOutputStream();
        path.writeBytes("<a".getBytes(StandardCharsets.US_ASCII));
        path.writeBytes(inside);
        path.writeBytes("b@example.org>".getBytes(StandardCharsets.US_ASCII));
        assertThatThrownBy(() -> new SmtpReader(path.toByteArray()).forwardPath())
                .isInstanceOf(BadSyntax.class);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            value = {
                "<bob@example.org>                       ~ <bob@example.org>",
                "bob@example.org                         ~ <bob@example.org>",
                " <bob@example.org>                      ~ <bob@example.org>",
                "<@a.example,@b.example:bob@c.example>   ~ <bob@c.example>",
                "<\"bob\"@example.org>                   ~ <bob@example.org>",
                "<\"b\\ob\"@example.org>                 ~ <bob@example.org>",
                "<\"bob smith\"@example.org>             ~ <\"bob smith\"@example.org>",
                "<\"a\\\"b\\\\c\"@example.org>           ~ <\"a\\\"b\\\\c\"@example.org>",
                "<\"a@b\"@example.org>                   ~ <\"a@b\"@example.org>",
                "<\"\"@example.org>                      ~ <\"\"@example.org>",
                "<a.b+c/d=e!#$%&'*-?^_`{|}@example.org> ~ <a.b+c/d=e!#$%&'*-?^_`{|}@example.org>",
                "<bob@[192.0.2.1]>                       ~ <bob@[192.0.2.1]>",
                "<bob@[IPv6:2001:db8::1]>                ~ <bob@[IPv6:2001:db8::1]>",
                "<bob@[ipv6:::ffff:192.0.2.1]>           ~ <bob@[ipv6:::ffff:192.0.2.1]>",
                "<bob@localhost>                         ~ <bob@localhost>",
                "<bob@xn--bcher-kva.example>             ~ <bob@xn--bcher-kva.example>",
                "<jürgen@bücher.example>                 ~ <jürgen@bücher.example>",
                "<\"jürgen x\"@example.org>              ~ <\"jürgen x\"@example.org>",
                "<Postmaster>                            ~ <postmaster>",
                "<POSTMASTER>                            ~ <postmaster>",
                "postmaster                              ~ <postmaster>",
                "<postmaster@example.org>                ~ <postmaster@example.org>",
            })
    void forwardPaths(String text, String canonical) throws BadSyntax {
        assertThat(forward(text)).hasToString(canonical);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "<>",
                "<",
                ">",
                "bob",
                "<bob>",
                "<bob@>",
                "<@example.org>",
                "<bob@example.org",
                "bob@example.org>",
                "<bob@example.org>x",
                "<bob@example..org>",
                "<bob@.example.org>",
                "<bob@example.org.>",
                "<bob@exa_mple.org>",
                "<bob@-example.org>",
                "<bob@example-.org>",
                "<.bob@example.org>",
                "<bob.@example.org>",
                "<b..ob@example.org>",
                "<b ob@example.org>",
                "<bob @example.org>",
                "<bob@ example.org>",
                "<bob@exam ple.org>",
                "<\"bob@example.org>",
                "<\"bob\"x@example.org>",
                "<\"bo\tb\"@example.org>",
                "<bob@@example.org>",
                "<bob@example.org@example.org>",
                "Bob <bob@example.org>",
                "<Bob <bob@example.org>>",
                "<@a.example bob@c.example>",
                "<@a.example,b.example:bob@c.example>",
                "<@a.example:>",
                "<bob@[192.0.2.1>",
                "<bob@[192.0.2]>",
                "<bob@[192.0.2.256]>",
                "<bob@[0x7f.0.0.1]>",
                "<bob@[2001:db8::1]>",
                "<bob@[IPv6:2001:db8::1%eth0]>",
                "<bob@[IPv6:192.0.2.1]>",
                "<bob@[IPv6:1::2::3]>",
                "<bob@[IPv6:]>",
                "<bob@[x400:abc]>",
                "<bob@[]>",
                "<b(comment)ob@example.org>",
                "<bob@xn--.example\u0080>",
                "<bob\u0085@example.org>",
                "<bob,alice@example.org>",
                "<bob@example.org,alice@example.org>",
                "<bob@example.org;>",
                "<postmaster>x",
            })
    void notForwardPaths(String text) {
        assertThatThrownBy(() -> forward(text))
                .isInstanceOfSatisfying(
                        BadSyntax.class, fault -> assertThat(fault.code()).isEqualTo(501));
    }

    @Test
    void theNullPathIsASenderOnly() throws BadSyntax {
        assertThat(reader("<>").reversePath()).isEqualTo(ReversePath.NULL);
        assertThat(reader(" <>").reversePath()).isEqualTo(ReversePath.NULL);
    }

    @Test
    void faultsOfAddressesSayWhoseAddress() {
        assertThatThrownBy(() -> reader("x").reversePath())
                .isInstanceOfSatisfying(
                        BadSyntax.class, fault -> assertThat(fault.status()).hasToString("5.1.7"));
        assertThatThrownBy(() -> reader("x").forwardPath())
                .isInstanceOfSatisfying(
                        BadSyntax.class, fault -> assertThat(fault.status()).hasToString("5.1.3"));
    }

    @Test
    void lengthsEndWhereTheStandardSaysOrLater() throws BadSyntax {
        String label = "a".repeat(63);
        assertThat(forward("<" + "l".repeat(64) + "@example.org>")).isNotNull();
        assertThatThrownBy(() -> forward("<" + "l".repeat(65) + "@example.org>"))
                .hasMessageContaining("64 octets");
        assertThat(forward("<x@" + label + "." + label + ".org>")).isNotNull();
        assertThatThrownBy(() -> forward("<x@a" + label + ".org>")).hasMessageContaining("63 octets");
        String domain = (label + ".").repeat(3) + "a".repeat(60);
        assertThat(forward("<x@" + domain + ">").toString()).hasSize(256);
        assertThatThrownBy(() -> forward("<xy@" + domain + ">")).hasMessageContaining("256 octets");
        assertThatThrownBy(() -> forward("<x@" + domain + ".aaa>")).hasMessageContaining("255 octets");
        assertThatThrownBy(() -> forward("<" + "ü".repeat(33) + "@example.org>"))
                .hasMessageContaining("64 octets");
    }

    @Test
    void octetsThatAreNotUtf8AreRefused() {
        for (String bytes : List.of(
                "<b\u00fcb@example.org>",
                "<\u00c3@example.org>",
                "<\u00c0\u0080@example.org>",
                "<\u00ed\u00a0\u0080@example.org>",
                "<\u00f5\u0080\u0080\u0080@example.org>",
                "<\u0080@example.org>",
                "<bob@\u00c3>")) {
            SmtpReader reader = new SmtpReader(bytes.getBytes(StandardCharsets.ISO_8859_1));
            assertThatThrownBy(reader::forwardPath).as(bytes).isInstanceOf(BadSyntax.class);
        }
    }

    @Test
    void mailboxesKnowTheirDomain() throws Exception {
        assertThat(Mailbox.parse("bob@[192.0.2.1]").address()).contains(InetAddress.ofLiteral("192.0.2.1"));
        assertThat(Mailbox.parse("bob@[IPv6:2001:db8::1]").address()).contains(InetAddress.ofLiteral("2001:db8::1"));
        assertThat(Mailbox.parse("bob@Example.ORG").asciiDomain()).isEqualTo("example.org");
        assertThat(Mailbox.parse("bob@Bücher.example").asciiDomain()).isEqualTo("xn--bcher-kva.example");
        assertThat(Mailbox.parse("bob@bücher.example").ascii()).isFalse();
        assertThatThrownBy(() -> Mailbox.parse("bob@example.org x")).isInstanceOf(BadSyntax.class);
        assertThatThrownBy(() -> new Mailbox("a\r\nb", "example.org")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Mailbox("a", "example.org> x")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void parametersAreKeywordsWithValues() throws BadSyntax {
        assertThat(reader(" SIZE=12  body=8BITMIME X-Y ").parameters())
                .containsExactly(
                        new EsmtpParameters.Written("SIZE", Optional.of("12")),
                        new EsmtpParameters.Written("body", Optional.of("8BITMIME")),
                        new EsmtpParameters.Written("X-Y", Optional.empty()));
        for (String wrong : List.of(" =1", " A=", " A==1", " A=1=2", " -A=1", " a_b", " A=1\u00012", " A".repeat(33))) {
            assertThatThrownBy(() -> reader(wrong).parameters()).as(wrong).isInstanceOf(BadSyntax.class);
        }
    }

    @Test
    void parametersMustBeKnownAndGivenOnce() throws BadSyntax {
        List<EsmtpParameter<?>> known = List.of(MailCommand.SIZE, MailCommand.BODY, MailCommand.SMTPUTF8);
        EsmtpParameters read = EsmtpParameters.read(
                reader(" size=99999999999999999999 BODY=8bitmime SMTPUTF8").parameters(), known);
        MailCommand mail = new MailCommand(ReversePath.NULL, read);
        assertThat(mail.sizeOctets()).hasValue(Long.MAX_VALUE);
        assertThat(mail.body()).isEqualTo(Body.EIGHT_BIT_MIME);
        assertThat(mail.smtpUtf8()).isTrue();
        for (String wrong : List.of(
                " SIZE=1 SIZE=2",
                " SIZE",
                " SIZE=-1",
                " SIZE=1e3",
                " SIZE=999999999999999999999",
                " BODY=9BIT",
                " SMTPUTF8=yes")) {
            List<EsmtpParameters.Written> written = reader(wrong).parameters();
            assertThatThrownBy(() -> EsmtpParameters.read(written, known))
                    .as(wrong)
                    .isInstanceOfSatisfying(
                            BadSyntax.class, fault -> assertThat(fault.code()).isEqualTo(501));
        }
        assertThatThrownBy(() -> EsmtpParameters.read(reader(" MT-PRIORITY=3").parameters(), known))
                .isInstanceOfSatisfying(
                        BadSyntax.class, fault -> assertThat(fault.code()).isEqualTo(555))
                .hasMessageContaining("MT-PRIORITY");
    }

    /** RFC 5321 §4.1.2 leaves no third way: a rule is read, or BadSyntax is thrown. */
    @Test
    void nothingButBadSyntaxIsEverThrown() {
        long seed = Long.getLong("seed", System.nanoTime());
        System.out.println("SmtpReaderTest.nothingButBadSyntaxIsEverThrown seed=" + seed);
        RandomGenerator random = new Random(seed);
        List<String> seeds = List.of(
                "MAIL FROM:<@a,@b:\"q\\\"x\"@[IPv6:2001:db8::1]> SIZE=1 BODY=8BITMIME SMTPUTF8",
                "RCPT TO:<jürgen@bücher.example>",
                "EHLO [192.0.2.1] x",
                "MAIL FROM: a.b@c-d.e",
                "RCPT TO:<postmaster>");
        for (int i = 0; i < 50_000; i++) {
            byte[] line = mutated(seeds.get(random.nextInt(seeds.size())).getBytes(StandardCharsets.UTF_8), random);
            readEverything(line, seed);
        }
    }

    private static byte[] mutated(byte[] line, RandomGenerator random) {
        byte[] mutated = line.clone();
        for (int n = random.nextInt(4); n >= 0; n--) {
            int at = random.nextInt(mutated.length);
            switch (random.nextInt(4)) {
                case 0 -> mutated[at] = (byte) random.nextInt(256);
                case 1 -> mutated = java.util.Arrays.copyOf(mutated, Math.max(1, at));
                case 2 -> mutated[at] = (byte) "<>@:\"\\[],. =-".charAt(random.nextInt(13));
                default -> System.arraycopy(mutated, 0, mutated, at / 2, mutated.length - at);
            }
        }
        return mutated;
    }

    private static void readEverything(byte[] line, long seed) {
        for (int rule = 0; rule < 6; rule++) {
            SmtpReader in = new SmtpReader(line);
            try {
                in.verb();
                in.skipSpaces();
                switch (rule) {
                    case 0 -> {
                        in.keyword("FROM:");
                        in.reversePath().mailbox().ifPresent(SmtpReaderTest::useful);
                        in.parameters();
                    }
                    case 1 -> {
                        in.keyword("TO:");
                        in.forwardPath().mailbox().ifPresent(SmtpReaderTest::useful);
                        in.parameters();
                    }
                    case 2 -> in.clientName();
                    case 3 -> in.addressLiteral();
                    case 4 -> in.parameters();
                    default -> in.rest();
                }
                in.end();
            } catch (BadSyntax expected) {
                assertTrue(expected.reply("For example: X")
                        .wire()
                        .chars()
                        .allMatch(c -> c == '\r' || c == '\n' || (c >= ' ' && c < 0x7F) || c == '\t'));
            } catch (RuntimeException bug) {
                throw new AssertionError(
                        "seed " + seed + " line " + new String(line, StandardCharsets.ISO_8859_1), bug);
            }
        }
    }

    /** What was read can be used, and reads as the same again. */
    private static void useful(Mailbox mailbox) {
        try {
            mailbox.address();
            mailbox.asciiDomain();
            boolean lengthens = mailbox.toString().length() > 60; // quoting may take a long one over a limit
            assertTrue(lengthens || Mailbox.parse(mailbox.toString()).equals(mailbox));
        } catch (BadSyntax notTheSame) {
            throw new AssertionError(mailbox.toString(), notTheSame);
        }
    }
}
