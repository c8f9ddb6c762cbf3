package org.pennypost.imap;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.TestFactory;
import org.pennypost.imap.grammar.BadSyntax;
import org.pennypost.imap.grammar.CommandFramer;
import org.pennypost.imap.grammar.CommandText;
import org.pennypost.imap.grammar.ImapReader;
import org.pennypost.imap.grammar.Literal;
import org.pennypost.imap.grammar.SequenceSet;
import org.pennypost.imap.server.ImapServer;
import org.pennypost.imap.session.CommandSpec;
import org.pennypost.imap.session.Vocabulary;
import org.pennypost.mailbox.MailboxName;
import org.pennypost.testkit.Fuzz;

/** Framing and the grammar of every command: what comes is read or refused, and what is read is what it says. */
final class CommandFuzzTest {
    private static final Vocabulary VOCABULARY = ImapServer.vocabulary();
    private static final int COMMAND_OCTETS_MAX = 4_096;

    /** Entry point of Jazzer: lines that end with CRLF, with literals between. */
    public static void fuzzerTestOneInput(byte[] input) {
        CommandFramer framer = new CommandFramer(COMMAND_OCTETS_MAX);
        int at = 0;
        int end;
        while ((end = lineEnd(input, at)) >= 0) {
            byte[] line = Arrays.copyOfRange(input, at, end);
            at = end + 2;
            switch (framer.line(line)) {
                case CommandFramer.Next.Complete(CommandText text) -> {
                    read(text, false);
                    read(text, true);
                }
                case CommandFramer.Next.LiteralComes comes -> {
                    long octets = comes.literal().octets();
                    assertThat(octets).isNotNegative();
                    if (octets > framer.room() || octets > input.length - at) {
                        framer.drop();
                    } else {
                        byte[] bytes = Arrays.copyOfRange(input, at, at + (int) octets);
                        framer.literal(new Literal.Kept(bytes, comes.literal().binary()));
                        at += (int) octets;
                    }
                }
                case CommandFramer.Next.Refused refused -> {
                    assertThat(refused.sentence()).isNotBlank();
                    framer.drop();
                }
            }
            assertThat(framer.room()).isBetween(0L, (long) COMMAND_OCTETS_MAX);
        }
    }

    private static int lineEnd(byte[] input, int from) {
        for (int i = from; i + 1 < input.length; i++) {
            if (input[i] == '\r' && input[i + 1] == '\n') {
                return i;
            }
        }
        return -1;
    }

    private static void read(CommandText text, boolean utf8) {
        try {
            ImapReader in = text.reader(utf8);
            assertThat(in.tag()).matches("[!-~]+").doesNotContain("+", "\"", "{", "(");
            in.sp();
            String name = in.keyword("a command");
            if (name.equals("UID") && in.accept(' ')) {
                name = "UID " + in.keyword("a command").toUpperCase(Locale.ROOT);
            }
            CommandSpec spec = VOCABULARY.command(name).orElse(null);
            if (spec != null) {
                spec.parser().parse(in, VOCABULARY);
                in.end();
            }
        } catch (BadSyntax refused) {
            assertThat(refused.sentence()).matches("[ -~]+");
        }
        values(text, utf8);
    }

    /** The values that commands are made of, wherever they begin. */
    private static void values(CommandText text, boolean utf8) {
        try {
            MailboxName name = text.reader(utf8).mailbox();
            assertThat(MailboxName.parse(name.toString())).contains(name);
        } catch (BadSyntax refused) {
            assertThat(refused.sentence()).matches("[ -~]+");
        }
        try {
            SequenceSet set = text.reader(utf8).sequenceSet();
            if (!set.isSaved()) {
                String resolved = set.resolved(100).toString();
                assertThat(CommandText.of(resolved).reader(false).sequenceSet().resolved(1))
                        .hasToString(resolved);
            }
        } catch (BadSyntax refused) {
            assertThat(refused.sentence()).matches("[ -~]+");
        }
    }

    @TestFactory
    Stream<DynamicNode> corpus() {
        return Fuzz.corpus(CommandFuzzTest.class, CommandFuzzTest::fuzzerTestOneInput);
    }
}
