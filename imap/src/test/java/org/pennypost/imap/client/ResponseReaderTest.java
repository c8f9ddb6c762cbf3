package org.pennypost.imap.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pennypost.mailbox.Flag;
import org.pennypost.mailbox.Uid;
import org.pennypost.mailbox.UidSet;
import org.pennypost.wire.ByteSink;

/** RFC 9051 §7 and §9, and what servers make of them. */
class ResponseReaderTest {
    private static Response read(String text) throws IOException {
        return new ResponseReader(BytesInput.of(text + "\r\n")).next(FetchTarget.NONE);
    }

    private static Response.Status status(String tag, Response.Kind kind, String name, String argument, String text) {
        return new Response.Status(tag, kind, new Response.Code(name, argument), text);
    }

    @Test
    void statusResponsesWithAndWithoutCode() throws Exception {
        assertThat(read("* OK [UIDVALIDITY 3857529045] UIDs valid"))
                .isEqualTo(status("*", Response.Kind.OK, "UIDVALIDITY", "3857529045", "UIDs valid"));
        assertThat(read("a1 no [alert]  late")).isEqualTo(status("a1", Response.Kind.NO, "ALERT", "", "late"));
        assertThat(read("a1 OK")).isEqualTo(status("a1", Response.Kind.OK, "", "", ""));
        assertThat(read("* BYE\t")).isEqualTo(status("*", Response.Kind.BYE, "", "", ""));
        assertThat(read("* OK [BADCHARSET (\"a]b\" UTF-8)] x"))
                .isEqualTo(status("*", Response.Kind.OK, "BADCHARSET", "(\"a]b\" UTF-8)", "x"));
        assertThat(read("* OK [never closed")).isEqualTo(status("*", Response.Kind.OK, "", "", "[never closed"));
        assertThat(read("* OK text that ends like a literal {12}"))
                .isEqualTo(status("*", Response.Kind.OK, "", "", "text that ends like a literal {12}"));
    }

    @Test
    void continuations() throws Exception {
        assertThat(read("+ Ready")).isEqualTo(new Response.Continuation("Ready"));
        assertThat(read("+")).isEqualTo(new Response.Continuation(""));
    }

    @Test
    void namesOfMailboxesInEverySpelling() throws Exception {
        assertThat(read("* LIST (\\HasNoChildren \\Sent) \"/\" &ZeVnLIqe-"))
                .isEqualTo(new Response.Listed(
                        new ListedMailbox("\u65e5\u672c\u8a9e", "/", Set.of("\\HasNoChildren", "\\Sent")), false));
        assertThat(listed("* LIST () \"/\" {3}\r\na\"b").name()).isEqualTo("a\"b");
        assertThat(listed("* LIST () \".\" \"a \\\"b\\\\\"").name()).isEqualTo("a \"b\\");
        assertThat(listed("* LIST () NIL inbox")).isEqualTo(new ListedMailbox("INBOX", "", Set.of()));
        assertThat(listed("* LIST () \"/\" My Folder").name()).isEqualTo("My Folder");
        assertThat(listed("* LIST () \"/\" foo (\"CHILDINFO\" (\"SUBSCRIBED\"))")
                        .name())
                .isEqualTo("foo");
        assertThat(listed("* LIST () \"/\" &broken").name()).isEqualTo("&broken");
        assertThat(listed("* LSUB ( \\Noselect )  \"/\"  \"x\" ").isSelectable())
                .isFalse();
    }

    @Test
    void namesInUtf8OnceThatIsEnabled() throws Exception {
        ResponseReader reader = new ResponseReader(BytesInput.of("* LIST () \"/\" \"\u00e4&AOQ-\"\r\n"));
        reader.utf8(true);
        assertThat(reader.next(FetchTarget.NONE))
                .isEqualTo(new Response.Listed(new ListedMailbox("\u00e4&AOQ-", "/", Set.of()), false));
    }

    private static ListedMailbox listed(String text) throws IOException {
        return ((Response.Listed) read(text)).mailbox();
    }

    @Test
    void whatTellsOfMailboxes() throws Exception {
        assertThat(read("* STATUS \"a b\" (MESSAGES 3 UIDNEXT 4 SIZE 12345678901 MAILBOXID (F2))"))
                .isEqualTo(new Response.MailboxStatus(
                        "a b", Map.of("MESSAGES", 3L, "UIDNEXT", 4L, "SIZE", 12_345_678_901L)));
        assertThat(read("* FLAGS (\\Seen $Junk \\Recent \\Strange)"))
                .isEqualTo(new Response.Flags(Set.of(Flag.SEEN, Flag.of("$Junk"))));
        assertThat(read("* 23 EXISTS")).isEqualTo(new Response.Exists(23));
        assertThat(read("* 5 recent")).isEqualTo(new Response.Recent(5));
        assertThat(read("* 44 EXPUNGE")).isEqualTo(new Response.Expunged(44));
        assertThat(read("* VANISHED (EARLIER) 41,43:44"))
                .isEqualTo(new Response.Vanished(true, UidSet.of(new Uid(41), new Uid(43), new Uid(44))));
        assertThat(read("* CAPABILITY  imap4rev1 IDLE "))
                .isEqualTo(new Response.Capability(Set.of("IMAP4REV1", "IDLE")));
        assertThat(read("* ID (\"Name\" \"x\" \"version\" NIL)"))
                .isEqualTo(new Response.Id(Map.of("name", "x", "version", "")));
    }

    @Test
    void whatWasFound() throws Exception {
        assertThat(read("* SEARCH 2 84 882")).isEqualTo(new Response.Found(new long[] {2, 84, 882}));
        assertThat(read("* SEARCH")).isEqualTo(new Response.Found(new long[0]));
        assertThat(read("* SEARCH 2 5 (MODSEQ 917162500)")).isEqualTo(new Response.Found(new long[] {2, 5}));
        Response.Extended extended = (Response.Extended) read("* ESEARCH (TAG \"a567\") UID COUNT 5 ALL 4:6,21");
        assertThat(extended.tag()).isEqualTo("a567");
        assertThat(extended.all()).contains(UidSet.of(new Uid(4), new Uid(5), new Uid(6), new Uid(21)));
        assertThat(((Response.Extended) read("* ESEARCH (TAG \"a\") UID")).all())
                .isEmpty();
        assertThat(read("* THREAD (2)(3 6)"))
                .isEqualTo(new Response.Other(
                        "THREAD",
                        List.of(
                                new Value.Group(List.of(new Value.Atom("2"))),
                                new Value.Group(List.of(new Value.Atom("3"), new Value.Atom("6"))))));
    }

    /** Gathers contents as text. */
    private static final class Gathered implements FetchTarget {
        private final Map<String, ByteArrayOutputStream> contents = new LinkedHashMap<>();

        @Override
        public ByteSink content(long number, String section, long octets) {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            contents.put(section, out);
            return out::write;
        }

        @Override
        public void message(FetchedMessage message) {}

        String of(String section) {
            ByteArrayOutputStream out = contents.get(section);
            return out == null ? "(none)" : out.toString(StandardCharsets.UTF_8);
        }
    }

    @Test
    void contentsGoToTheTargetAndEverythingElseIntoTheMessage() throws Exception {
        Gathered gathered = new Gathered();
        Response response = new ResponseReader(BytesInput.of(
                        "* 12 FETCH (FLAGS (\\Seen custom) BODY[HEADER.FIELDS (Date \"a]b\")] {7}\r\nab\r\n)c "
                                + " UID 77 INTERNALDATE \" 7-Jul-1996 02:44:25 -0700\" BODY[]<0> \"q\" RFC822.TEXT NIL"
                                + " RFC822.SIZE 4286 MODSEQ (624140003) EMAILID (M1) BINARY.SIZE[1] 3"
                                + " ENVELOPE (NIL \"s\" NIL) X-GM-MSGID 5)\r\n"))
                .next(gathered);
        FetchedMessage message = ((Response.Fetched) response).message();
        assertThat(message.number()).isEqualTo(12);
        assertThat(message.uid()).contains(new Uid(77));
        assertThat(message.flags()).contains(Set.of(Flag.SEEN, Flag.of("custom")));
        assertThat(message.received()).contains(Instant.parse("1996-07-07T09:44:25Z"));
        assertThat(message.octets()).hasValue(4286);
        assertThat(message.modSeq()).hasValue(624_140_003);
        assertThat(message.contents())
                .isEqualTo(Map.of("BODY[HEADER.FIELDS (DATE \"A]B\")]", 7L, "BODY[]<0>", 1L, "RFC822.TEXT", -1L));
        assertThat(gathered.of("BODY[HEADER.FIELDS (DATE \"A]B\")]")).isEqualTo("ab\r\n)c ");
        assertThat(gathered.of("BODY[]<0>")).isEqualTo("q");
        assertThat(message.attribute("ENVELOPE").orElseThrow().values())
                .containsExactly(
                        new Value.Nil(),
                        message.attribute("ENVELOPE").orElseThrow().values().get(1),
                        new Value.Nil());
        assertThat(message.attribute("ENVELOPE").orElseThrow().values().get(1).asText())
                .contains("s");
        assertThat(message.attribute("BINARY.SIZE[1]").orElseThrow().asText()).contains("3");
        assertThat(message.attribute("EMAILID").orElseThrow().values()).containsExactly(new Value.Atom("M1"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "* 1 FETCH (UID 0)",
                "* 1 FETCH (UID x)",
                "* 1 FETCH (UID 4294967296)",
                "* 1 FETCH (UID 99999999999999999999)",
                "* 1 FETCH (BODY[ {3}\r\nabc)",
                "* 1 FETCH (ENVELOPE (\"open",
                "* 1 FETCH",
                "* LIST (\\A",
                "* STATUS x",
                "* SEARCH one {2}\r\nab",
                "* VANISHED 3:x",
                "a1 MAYBE",
                "a1",
                "*",
                "* 1 FETCH (X ((((((((({3}\r\nabc"
            })
    void whatCannotBeReadIsPassedOverAndTheNextIsRead(String bad) throws Exception {
        ResponseReader reader = new ResponseReader(BytesInput.of(bad + "\r\n\r\n* 7 EXISTS\r\n"));
        assertThat(reader.next(FetchTarget.NONE)).isInstanceOf(Response.Unreadable.class);
        assertThat(reader.next(FetchTarget.NONE)).isEqualTo(new Response.Exists(7));
    }

    @Test
    void deepNestingIsPassedOver() throws Exception {
        assertThat(read("* X " + "(".repeat(10_000) + ")".repeat(10_000))).isInstanceOf(Response.Unreadable.class);
        assertThat(read("* X " + "(".repeat(100) + ")".repeat(100))).isInstanceOf(Response.Other.class);
    }

    @Test
    void whatIsTooLargeToKeepIsNotKept() {
        assertThatThrownBy(() -> read("* LIST () \"/\" {9223372036854775807}"))
                .isInstanceOf(MalformedAnswer.class)
                .hasMessageContaining("has more than");
        assertThatThrownBy(() -> read("\r\n".repeat(1_000))).isInstanceOf(MalformedAnswer.class);
    }

    /** An endless message takes no memory: it goes to the target as it comes. */
    @Test
    void contentsMayBeLargerThanMemory() throws Exception {
        long[] came = {0};
        ResponseInput endless = new ResponseInput() {
            private int lines;

            @Override
            public byte[] line() {
                return (lines++ == 0 ? "* 1 FETCH (BODY[] {1099511627776}" : ")").getBytes(StandardCharsets.US_ASCII);
            }

            @Override
            public void octets(long count, ByteSink sink) throws IOException {
                sink.accept(new byte[10], 0, 10);
                came[0] = count;
            }
        };
        Response response = new ResponseReader(endless).next(FetchTarget.NONE);
        assertThat(((Response.Fetched) response).message().contents()).containsEntry("BODY[]", 1L << 40);
        assertThat(came[0]).isEqualTo(1L << 40);
    }
}
