package org.pennypost.imap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.pennypost.imap.grammar.BadSyntax;
import org.pennypost.imap.grammar.CommandText;
import org.pennypost.imap.grammar.ImapReader;
import org.pennypost.imap.server.ImapServer;
import org.pennypost.imap.session.CommandSpec;
import org.pennypost.imap.session.Vocabulary;

/** RFC 9051 §9: commands as they are written are read; with a part cut off, doubled or replaced they are refused. */
class CommandGrammarTest {
    private static final Pattern BLANK = Pattern.compile(" ");
    private static final Vocabulary VOCABULARY = ImapServer.vocabulary();

    /**
     * A command of each kind. A bar stands where it may end as well as go on; an underscore is a blank inside one word. APPEND, whose message has to be in the store,
     * is in {@link HostileClientTest}.
     */
    private static final List<String> COMMANDS = List.of(
            "CAPABILITY",
            "NOOP",
            "CHECK",
            "LOGOUT",
            "STARTTLS",
            "CLOSE",
            "UNSELECT",
            "EXPUNGE",
            "IDLE",
            "NAMESPACE",
            "UNAUTHENTICATE",
            "ID NIL",
            "ID (\"name\"_\"x\")",
            "COMPRESS DEFLATE",
            "LOGIN alice \"secret\"",
            "AUTHENTICATE PLAIN | AHgAeQ==",
            "ENABLE CONDSTORE | QRESYNC",
            "SELECT INBOX",
            "SELECT INBOX | (CONDSTORE)",
            "SELECT INBOX | (QRESYNC_(1_2_3:4_(1:2_3:4)))",
            "EXAMINE \"INBOX\"",
            "CREATE one/two | (USE_(\\Sent_\\Junk))",
            "DELETE one",
            "RENAME one two",
            "SUBSCRIBE one",
            "UNSUBSCRIBE one",
            "LIST \"\" *",
            "LIST (SUBSCRIBED) \"\" (a_\"%\") | RETURN (CHILDREN_STATUS_(MESSAGES_UIDNEXT))",
            "LSUB \"\" %",
            "STATUS INBOX (MESSAGES_UNSEEN)",
            "UID EXPUNGE 1:4,7",
            "FETCH 1:* FLAGS",
            "FETCH 1,3 (UID_BODY.PEEK[HEADER.FIELDS_(Subject_\"To\")]<0.5>)",
            "FETCH 1 BODY[1.2.MIME] | (CHANGEDSINCE_5)",
            "UID FETCH 4:* (BINARY.SIZE[1]) | (CHANGEDSINCE_5_VANISHED)",
            "STORE 1 +FLAGS (\\Seen_$Work)",
            "STORE 1 (UNCHANGEDSINCE_5) FLAGS.SILENT ()",
            "UID STORE 1:2 -FLAGS \\Seen | \\Draft",
            "COPY 1:2 two",
            "UID COPY 1 two",
            "MOVE 1:2 two",
            "UID MOVE 1 two",
            "SEARCH ALL | UNSEEN",
            "SEARCH RETURN (MIN_COUNT) SUBJECT \"x\" | 1:3",
            "SEARCH CHARSET UTF-8 OR SEEN NOT SINCE 1-Feb-2026",
            "SEARCH (HEADER_X-Y_\"\"_LARGER_5) | MODSEQ 5",
            "UID SEARCH UID 1:* | KEYWORD $Work | YOUNGER 60",
            "SORT (REVERSE_DATE_SUBJECT) UTF-8 ALL | SEEN",
            "UID SORT RETURN (COUNT) (ARRIVAL) UTF-8 ALL",
            "THREAD REFERENCES UTF-8 ALL",
            "UID THREAD ORDEREDSUBJECT UTF-8 ALL | SEEN",
            "GETQUOTA \"\"",
            "GETQUOTAROOT INBOX",
            "SETQUOTA \"\" (STORAGE_5)");

    /** Octets that no word can be or hold; an opening quote and a parenthesis lack what closes them. */
    private static final List<String> NO_WORDS = List.of("", "(", "\"", "\"\\", "\"\\x\"", "\0", "\u0001", "{");

    static Stream<String> commands() {
        return COMMANDS.stream();
    }

    private static String line(List<String> words) {
        return String.join(" ", words).replace('_', ' ');
    }

    private static List<String> words(String command) {
        return BLANK.splitAsStream(command).filter(word -> !word.equals("|")).toList();
    }

    private static void read(String line) throws BadSyntax {
        ImapReader in = CommandText.of(line).reader(false);
        String name = in.keyword("a command");
        if (name.equals("UID")) {
            in.sp();
            name = "UID " + in.keyword("a command");
        }
        CommandSpec spec = VOCABULARY.command(name).orElseThrow(() -> new BadSyntax("no such command"));
        spec.parser().parse(in, VOCABULARY);
        in.end();
    }

    private static void refused(String line) {
        boolean read = true;
        try {
            read(line);
        } catch (BadSyntax e) {
            read = false;
            assertThat(e.sentence()).as(line).matches("[ -~]+");
        }
        assertThat(read).as("read: %s", line).isFalse();
    }

    @Test
    void everyCommandIsHere() {
        Set<String> here = new TreeSet<>(Set.of("APPEND"));
        for (String command : COMMANDS) {
            List<String> words = words(command);
            here.add(words.getFirst().equals("UID") ? "UID " + words.get(1) : words.getFirst());
        }
        Set<String> all = new TreeSet<>();
        VOCABULARY.commands().forEach(spec -> all.add(spec.name()));
        assertThat(here).isEqualTo(all);
    }

    @ParameterizedTest
    @MethodSource("commands")
    void asItIsWritten(String command) {
        assertDoesNotThrow(() -> read(line(words(command))), command);
    }

    @ParameterizedTest
    @MethodSource("commands")
    void cutOffBehindAWord(String command) {
        String whole = command.replace(" | ", "|");
        for (int end = whole.indexOf(' '); end >= 0; end = whole.indexOf(' ', end + 1)) {
            String cut = whole.substring(0, end).replace('|', ' ').replace('_', ' ');
            refused(cut);
            refused(cut + " ");
        }
        refused(line(words(command)) + " ");
    }

    @ParameterizedTest
    @MethodSource("commands")
    void cutOffInParenthesesOrQuotes(String command) {
        String line = line(words(command));
        int open = 0;
        boolean quoted = false;
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            quoted ^= c == '"';
            open += quoted ? 0 : c == '(' || c == '[' ? 1 : c == ')' || c == ']' ? -1 : 0;
            if (open > 0 || quoted) {
                refused(line.substring(0, i + 1));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("commands")
    void withSomethingBehindIt(String command) {
        String line = line(words(command));
        for (String junk : List.of(" (", ")", " )", " \"", "\0", "(", " {")) {
            refused(line + junk);
        }
    }

    @ParameterizedTest
    @MethodSource("commands")
    void withAWordReplaced(String command) {
        List<String> words = words(command);
        for (int i = 1; i < words.size(); i++) {
            for (String other : NO_WORDS) {
                List<String> replaced = new ArrayList<>(words);
                replaced.set(i, other);
                refused(line(replaced));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("commands")
    void withNumbersThatAreNone(String command) {
        List<String> words = words(command);
        for (int i = 1; i < words.size(); i++) {
            if (!words.get(i).matches("[0-9][0-9:,*]*")) {
                continue;
            }
            for (String number :
                    List.of("-1", "4294967296000000000000", "0x1", "1:", ":1", "1,,2", "1:2:3", "1.5", "+1")) {
                List<String> replaced = new ArrayList<>(words);
                replaced.set(i, number);
                refused(line(replaced));
            }
        }
    }
}
