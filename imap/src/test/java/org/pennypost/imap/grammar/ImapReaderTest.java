package org.pennypost.imap.grammar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.pennypost.mailbox.Flag;
import org.pennypost.mailbox.MailboxName;

/** The rules of RFC 9051 §9. */
class ImapReaderTest {
    private static ImapReader reader(String line) {
        return CommandText.of(line).reader(false);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "1|1",
                "1,3,5|1,3,5",
                "5:1|1:5",
                "*|9",
                "7:*|7:9",
                "*:12|9:12",
                "1:3,2:5|1:5",
                "4294967295|4294967295"
            })
    void sequenceSetsAreSortedRanges(String written, String meant) throws BadSyntax {
        assertThat(reader(written).sequenceSet().resolved(9)).hasToString(meant);
    }

    @Test
    void aStarInAnEmptyMailboxIsNothing() throws BadSyntax {
        assertThat(reader("1:*").sequenceSet().resolved(0).isEmpty()).isTrue();
        assertThat(reader("$").sequenceSet().isSaved()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0", "1,", "1:", ":1", "a", "4294967296", "-1", "1,,2", "99999999999999999999"})
    void whatIsNoSequenceSetIsRefused(String written) {
        assertThatThrownBy(() -> {
                    ImapReader in = reader(written);
                    in.sequenceSet();
                    in.end();
                })
                .isInstanceOf(BadSyntax.class);
    }

    @Test
    void aLongSetIsReadInNoTime() throws BadSyntax {
        StringBuilder set = new StringBuilder("1");
        for (int i = 3; i < 200_000; i += 2) {
            set.append(',').append(i);
        }
        assertThat(reader(set.toString()).sequenceSet().resolved(1).size()).isEqualTo(100_000);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\'',
            value = {
                "INBOX|INBOX",
                "inbox|INBOX",
                "inBox/Old|INBOX/Old",
                "\"a \\\"b\\\" c\"|a \"b\" c",
                "Entw&APw-rfe|Entwürfe",
                "\"&U,BTFw-/&ZeVnLIqe-\"|台北/日本語",
                "Tom&-Jerry|Tom&Jerry",
                "\"Entwürfe\"|Entwürfe",
                "Lists/|Lists"
            })
    void mailboxNames(String written, String meant) throws BadSyntax {
        assertThat(reader(written).mailbox()).isEqualTo(MailboxName.of(meant));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "&",
                "\"\"",
                "a//b",
                "&AGE-",
                "&Jjo!",
                "&U,BTFw-&ZeVnLIqe-",
                "#news",
                "\"a",
                "\"a\\b\"",
                "a*",
                "/"
            })
    void whatIsNoMailboxNameIsRefused(String written) {
        assertThatThrownBy(() -> {
                    ImapReader in = reader(written);
                    in.mailbox();
                    in.end();
                })
                .isInstanceOf(BadSyntax.class);
    }

    @Test
    void namesInUtf8AreWhatTheySay() throws BadSyntax {
        assertThat(CommandText.of("\"Tom&Jerry\"").reader(true).mailbox()).isEqualTo(MailboxName.of("Tom&Jerry"));
    }

    @Test
    void flagsOfAList() throws BadSyntax {
        assertThat(reader("(\\seen $Forwarded \\Deleted)").flagList())
                .containsExactly(Flag.SEEN, Flag.of("$Forwarded"), Flag.DELETED);
        assertThat(reader("()").flagList()).isEmpty();
        for (String bad : List.of("(\\Recent)", "(\\Foo)", "(a b", "( )", "(a  b)", "a")) {
            assertThatThrownBy(() -> reader(bad).flagList()).as(bad).isInstanceOf(BadSyntax.class);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\'',
            value = {
                "[]|''",
                "[HEADER]|HEADER",
                "[1.2.3]|1.2.3",
                "[1.mime]|1.MIME",
                "[2.HEADER.FIELDS (Date \"To\")]|2.HEADER.FIELDS (Date To)",
                "[HEADER.FIELDS.NOT (X-A)]|HEADER.FIELDS.NOT (X-A)",
                "[4.1.TEXT]|4.1.TEXT"
            })
    void sections(String written, String spelled) throws BadSyntax {
        ImapReader in = reader(written);
        assertThat(Section.parse(in).spelled()).isEqualTo(spelled);
        in.end();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[",
                "[0]",
                "[1.]",
                "[.1]",
                "[MIME]",
                "[FOO]",
                "[HEADER.FIELDS]",
                "[HEADER.FIELDS ()]",
                "[1 ]",
                "[1.*]"
            })
    void whatIsNoSectionIsRefused(String written) {
        assertThatThrownBy(() -> Section.parse(reader(written))).isInstanceOf(BadSyntax.class);
    }

    @Test
    void dates() throws BadSyntax {
        assertThat(Dates.dateTime(reader("\"17-Jul-1996 02:44:25 -0700\""))).hasToString("1996-07-17T02:44:25-07:00");
        assertThat(Dates.dateTime(reader("\" 1-feb-2026 23:59:59 +0530\""))).hasToString("2026-02-01T23:59:59+05:30");
        assertThat(Dates.date(reader("1-Feb-1994"))).hasToString("1994-02-01");
        assertThat(Dates.date(reader("\"28-FEB-1994\""))).hasToString("1994-02-28");
        for (String bad : List.of(
                "\"17-Jul-1996\"",
                "\"32-Jul-1996 02:44:25 -0700\"",
                "\"17-Foo-1996 02:44:25 -0700\"",
                "\"17-Jul-1996 24:44:25 -0700\"",
                "\"17-Jul-1996 02:44:25 -9900\"",
                "17-Jul-1996")) {
            assertThatThrownBy(() -> Dates.dateTime(reader(bad))).as(bad).isInstanceOf(BadSyntax.class);
        }
        for (String bad : List.of("29-Feb-2026", "1-Feb-94", "-1-Feb-1994", "1-2-1994", "--1994")) {
            assertThatThrownBy(() -> Dates.date(reader(bad))).as(bad).isInstanceOf(BadSyntax.class);
        }
    }

    @Test
    void anErrorSaysWhereItIs() {
        assertThatThrownBy(() -> reader("abc").number()).hasMessage("expected a number at column 1, not 'a'");
        assertThatThrownBy(() -> reader("").sp()).hasMessage("expected a blank at column 1, not the end");
        assertThatThrownBy(() -> reader("\u0007").atom()).hasMessage("expected an atom at column 1, not octet 0x07");
    }

    @Test
    void aLiteralIsAString() throws BadSyntax {
        CommandFramer framer = new CommandFramer(1_000);
        assertThat(framer.line("x {3}".getBytes(StandardCharsets.UTF_8)))
                .isInstanceOfSatisfying(
                        CommandFramer.Next.LiteralComes.class,
                        comes -> assertThat(comes.literal()).isEqualTo(new Literal.Announced(3, true, false)));
        framer.literal(new Literal.Kept("a\r\n".getBytes(StandardCharsets.UTF_8), false));
        assertThat(framer.line(" y".getBytes(StandardCharsets.UTF_8))).isInstanceOf(CommandFramer.Next.Complete.class);
    }
}
