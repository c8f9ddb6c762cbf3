package org.pennypost.pop3;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.pennypost.store.StoreException;
import org.pennypost.testkit.Gen;

/** Whatever comes, a session answers with a line that is fit for a terminal, and throws nothing. */
class GrammarFuzzTest {
    private static final int LINES = 50_000;
    private static final int REPLY_OCTETS_MAX = 512 - "-ERR \r\n".length();
    private static final List<String> KEYWORDS = List.of(
            "USER", "PASS", "STAT", "LIST", "RETR", "DELE", "NOOP", "RSET", "TOP", "UIDL", "LAST", "CAPA", "STLS",
            "APOP", "AUTH", "top", "Retr", "uidl");
    private static final List<String> ARGUMENTS = List.of(
            "",
            " ",
            "1",
            "2",
            "3",
            "0",
            "-1",
            "+1",
            "007",
            "4",
            "1 0",
            "1 1",
            "1 -1",
            "1 1 1",
            "1  5",
            " 1",
            "1 ",
            "1.0",
            "1e3",
            "0x1",
            "99999999999999999999",
            "9223372036854775807",
            "9223372036854775808",
            "1 99999999999999999999",
            "2147483648",
            "4294967297",
            "18446744073709551617",
            "\t1",
            "1\t2",
            "one",
            "\u0661",
            "\uff11",
            "alice",
            "secret",
            "PLAIN",
            "PLAIN =",
            "PLAIN AGFsaWNlAHdyb25n",
            "LOGIN",
            "SCRAM-SHA-256 biwsbj1hbGljZSxyPWFiYw==",
            "CRAM-MD5",
            "*",
            "alice c4c9334bac560ecc979e58001b3e22fb",
            "a\u0000b",
            "\r",
            "\u001b[2J",
            "\u0085",
            "\u2028",
            "%s%n",
            "{0}",
            "'",
            "\ud83d\udce8");

    @Test
    void anythingIsAnswered() throws Exception {
        Gen gen = Gen.seeded("GrammarFuzzTest");
        try (World world = new World()) {
            world.deliver("Subject: one\r\n\r\nbody\r\n");
            world.deliver("Subject: two\r\n\r\n");
            world.deliver("");
            Pop3Session session = world.session();
            for (int i = 0; i < LINES; i++) {
                byte[] line = line(gen);
                String said = new String(line, StandardCharsets.UTF_8);
                check(session.handle(line), said);
                if (session.state() == Pop3State.TRANSACTION && gen.onceIn(200)) {
                    session.close();
                    session = world.session();
                }
                if (session.state() == Pop3State.AUTHORIZATION && gen.onceIn(20)) {
                    World.said(session, "USER alice");
                    World.said(session, "PASS secret");
                }
            }
            session.close();
            assertThat(world.left()).as("nothing is deleted without QUIT").isEqualTo(3);
        }
    }

    private static byte[] line(Gen gen) {
        return switch (gen.number(0, 5)) {
            case 0 -> gen.bytes(0, 300);
            case 1 -> gen.bytes(0, 40, "USERPASTLIDOWNQ 0123456789\r\n\0-");
            case 2 -> gen.oneOf(KEYWORDS).concat(gen.text(0, 500)).getBytes(StandardCharsets.UTF_8);
            case 3 -> gen.oneOf(KEYWORDS).concat(" " + gen.text(0, 500)).getBytes(StandardCharsets.UTF_8);
            default -> (gen.oneOf(KEYWORDS) + " " + gen.oneOf(ARGUMENTS)).getBytes(StandardCharsets.UTF_8);
        };
    }

    private static void check(Outcome outcome, String line) throws StoreException {
        switch (outcome) {
            case Outcome.Ok ok -> fit(ok.text(), line);
            case Outcome.Err err -> fit(err.text(), line);
            case Outcome.Mistake mistake -> fit(mistake.text(), line);
            case Outcome.Denied denied -> fit(denied.answer().text(), line);
            case Outcome.Bye bye -> fit(bye.text(), line);
            case Outcome.Challenge challenge -> assertThat(challenge.base64()).matches("[A-Za-z0-9+/]*={0,2}");
            case Outcome.StartTls tls -> fit(tls.text(), line);
            case Outcome.Listing listing -> fit(listing.text(), line);
            case Outcome.Lines lines -> lines.lines().forEach(text -> fit(text, line));
            case Outcome.Message message -> {
                fit(message.text(), line);
                message.content().close();
            }
        }
    }

    private static void fit(String text, String line) {
        assertThat(text)
                .as("answer to <%s>", line)
                .matches("[\\x20-\\x7e]+")
                .hasSizeLessThanOrEqualTo(REPLY_OCTETS_MAX);
    }
}
