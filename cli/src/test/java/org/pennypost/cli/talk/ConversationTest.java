package org.pennypost.cli.talk;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConversationTest {
    @Test
    void smtpRepliesMayHaveManyLines() {
        Conversation talk = greeted(Dialect.UNKNOWN, "220 ready");
        assertThat(talk.dialect()).isEqualTo(Dialect.SMTP);
        assertThat(talk.isAnswered()).isTrue();
        talk.typed("EHLO me");
        talk.received("250-me");
        assertThat(talk.isAnswered()).isFalse();
        talk.received("250 SIZE");
        assertThat(talk.isAnswered()).isTrue();
    }

    @Test
    void dataIsTypedUntilTheDot() {
        Conversation talk = greeted(Dialect.SMTP, "220 ready");
        talk.typed("DATA");
        assertThat(talk.mode()).isEqualTo(Conversation.Mode.COMMAND);
        talk.received("354 go on");
        assertThat(talk.mode()).isEqualTo(Conversation.Mode.DATA);
        assertThat(talk.typed("PASS is no command here")).isEqualTo("PASS is no command here");
        assertThat(talk.isSecret("PASS x")).isFalse();
        assertThat(talk.isAnswered()).isTrue();
        talk.typed(".");
        assertThat(talk.mode()).isEqualTo(Conversation.Mode.COMMAND);
        assertThat(talk.isAnswered()).isFalse();
        talk.received("250 OK");
        assertThat(talk.isAnswered()).isTrue();
    }

    @Test
    void refusedDataIsNotTyped() {
        Conversation talk = greeted(Dialect.SMTP, "220 ready");
        talk.typed("DATA");
        talk.received("503 no recipients");
        assertThat(talk.mode()).isEqualTo(Conversation.Mode.COMMAND);
    }

    @Test
    void loginAnswersAreSecret() {
        Conversation talk = greeted(Dialect.SMTP, "220 ready");
        assertThat(talk.typed("AUTH LOGIN")).isEqualTo("AUTH LOGIN");
        talk.received("334 VXNlcm5hbWU6");
        assertThat(talk.isSecret("YWxpY2U=")).isTrue();
        assertThat(talk.typed("YWxpY2U=")).isEqualTo("***");
        assertThat(talk.isAnswered()).isFalse();
        talk.received("334 UGFzc3dvcmQ6");
        assertThat(talk.typed("c2VjcmV0")).isEqualTo("***");
        talk.received("235 welcome");
        assertThat(talk.mode()).isEqualTo(Conversation.Mode.COMMAND);
        assertThat(talk.isAnswered()).isTrue();
    }

    @Test
    void pop3AnswersWithLinesEndWithTheDot() {
        Conversation talk = greeted(Dialect.UNKNOWN, "+OK ready");
        assertThat(talk.dialect()).isEqualTo(Dialect.POP3);
        talk.typed("LIST");
        talk.received("+OK 1");
        talk.received("1 120");
        assertThat(talk.isAnswered()).isFalse();
        talk.received(".");
        assertThat(talk.isAnswered()).isTrue();
        talk.typed("LIST 1");
        talk.received("+OK 1 120");
        assertThat(talk.isAnswered()).isTrue();
        talk.typed("RETR 9");
        talk.received("-ERR no such message");
        assertThat(talk.isAnswered()).isTrue();
        talk.typed("AUTH PLAIN");
        talk.received("+ ");
        assertThat(talk.mode()).isEqualTo(Conversation.Mode.ANSWER);
        talk.typed("AGEAYg==");
        talk.received("+OK");
        assertThat(talk.isAnswered()).isTrue();
    }

    @Test
    void imapAnswersEndWithTheTag() {
        Conversation talk = greeted(Dialect.UNKNOWN, "* OK ready");
        assertThat(talk.typed("a1 LOGIN alice secret")).isEqualTo("a1 LOGIN alice ***");
        talk.received("* CAPABILITY x");
        assertThat(talk.isAnswered()).isFalse();
        talk.received("a1 OK done");
        assertThat(talk.isAnswered()).isTrue();
    }

    @Test
    void tlsStartsWhenTheServerAgreesAndNothingIsAnsweredBefore() {
        Conversation talk = greeted(Dialect.SMTP, "220 ready");
        talk.typed("starttls");
        assertThat(talk.awaitsTls()).isTrue();
        assertThat(talk.received("220 go ahead")).isEqualTo(Conversation.Effect.START_TLS);
        assertThat(talk.isAnswered()).isFalse();
        talk.encrypted();
        assertThat(talk.isAnswered()).isTrue();
        assertThat(talk.awaitsTls()).isFalse();
        talk.typed("STARTTLS");
        assertThat(talk.received("454 not now")).isEqualTo(Conversation.Effect.NONE);
        assertThat(talk.awaitsTls()).isFalse();

        Conversation pop3 = greeted(Dialect.POP3, "+OK");
        pop3.typed("STLS");
        assertThat(pop3.received("+OK begin")).isEqualTo(Conversation.Effect.START_TLS);
        Conversation imap = greeted(Dialect.IMAP, "* OK");
        imap.typed("x STARTTLS");
        assertThat(imap.received("x OK begin")).isEqualTo(Conversation.Effect.START_TLS);
    }

    @Test
    void talkOfTlsInAMessageIsNoTls() {
        Conversation talk = greeted(Dialect.SMTP, "220 ready");
        talk.typed("DATA");
        talk.received("354 go on");
        talk.typed("STARTTLS");
        assertThat(talk.awaitsTls()).isFalse();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            PASS secret                      | PASS ***
            pass a b c                       | pass ***
            USER alice                       | USER alice
            APOP alice c4c9334b              | APOP alice ***
            AUTH PLAIN AGFsaWNlAHNlY3JldA==  | AUTH PLAIN ***
            AUTH PLAIN                       | AUTH PLAIN
            a LOGIN "al ice" "x y"           | a LOGIN "al ice" ***
            a AUTHENTICATE PLAIN AGEAYg==    | a AUTHENTICATE PLAIN ***
            AUTHENTICATE "PLAIN" "AGEAYg=="  | AUTHENTICATE "PLAIN" ***
            MAIL FROM:<pass@example.test>    | MAIL FROM:<pass@example.test>
            """)
    void secretsInCommandsAreMasked(String line, String shown) {
        assertThat(greeted(Dialect.SMTP, "220 ready").typed(line)).isEqualTo(shown);
        assertThat(greeted(Dialect.SMTP, "220 ready").isSecret(line)).isEqualTo(shown.endsWith("***"));
    }

    @Test
    void secretsAreStarsWhileTheyAreTypedAndNeverInTheHistory() {
        Conversation talk = greeted(Dialect.POP3, "+OK");
        LineTerminal.Stars stars = new LineTerminal.Stars(talk);
        assertThat(stars.display("PASS abc")).isEqualTo("PASS ***").hasSameSizeAs("PASS abc");
        assertThat(stars.display("STAT")).isEqualTo("STAT");
        LineTerminal.OpenHistory history = new LineTerminal.OpenHistory(talk);
        history.add(Instant.EPOCH, "STAT");
        history.add(Instant.EPOCH, "PASS abc");
        talk.typed("AUTH PLAIN");
        talk.received("+ ");
        assertThat(stars.display("AGEAYg==")).isEqualTo("********");
        history.add(Instant.EPOCH, "AGEAYg==");
        assertThat(history.size()).isEqualTo(1);
        assertThat(history.get(0)).isEqualTo("STAT");
    }

    @ParameterizedTest
    @CsvSource({
        "25, SMTP",
        "587, SMTP",
        "2025, SMTP",
        "2465, SMTP",
        "110, POP3",
        "2995, POP3",
        "143, IMAP",
        "2993, IMAP",
        "4190, SIEVE",
        "6190, SIEVE",
        "80, UNKNOWN"
    })
    void portsSayWhatIsUsuallySpoken(int port, Dialect dialect) {
        assertThat(Dialect.ofPort(port)).isEqualTo(dialect);
    }

    private static Conversation greeted(Dialect guess, String greeting) {
        Conversation talk = new Conversation(guess);
        assertThat(talk.isAnswered()).isFalse();
        talk.received(greeting);
        return talk;
    }
}
