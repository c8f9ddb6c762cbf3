package org.pennypost.imap.grammar;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.pennypost.mailbox.Flag;
import org.pennypost.mailbox.MailboxName;

/**
 * Reads a command from left to right; each method is a rule of RFC 9051 §9, reads exactly what the rule says, and throws {@link BadSyntax}
 * that says what was expected where. Belongs to one thread.
 */
public final class ImapReader {
    private static final String ATOM_SPECIALS = "(){ %*\"\\]";
    private static final long NUMBER_MAX = 0xffff_ffffL;

    private final CommandText text;
    private final boolean utf8;
    private int piece;
    private byte[] line;
    private int at;
    private Charset charset = StandardCharsets.UTF_8;
    private boolean latin1Too;

    /** @param utf8 whether mailbox names come in UTF-8 (RFC 9051 §5.1, RFC 6855 §3), not in modified UTF-7 (RFC 3501 §5.1.3) */
    ImapReader(CommandText text, boolean utf8) {
        this.text = text;
        this.utf8 = utf8;
        this.line = text.line(0);
    }

    /** Whether mailbox names are in UTF-8. */
    public boolean utf8() {
        return utf8;
    }

    /** From here on strings are in this character set: what SEARCH looks for. */
    public void charset(Charset other) {
        charset = other;
    }

    /** From here on a string that is not UTF-8 is taken for ISO 8859-1, in which any octets are text. */
    public void latin1Too() {
        latin1Too = true;
    }

    // What is there

    /** Whether nothing follows. */
    public boolean isAtEnd() {
        return at == line.length && piece == text.literalCount();
    }

    /** Whether a literal follows, rather than text. */
    public boolean isAtLiteral() {
        return at == line.length && piece < text.literalCount();
    }

    /** Whether this character follows. */
    public boolean isNext(char c) {
        return at < line.length && line[at] == c;
    }

    /** Reads this character if it follows. */
    public boolean accept(char c) {
        if (isNext(c)) {
            at++;
            return true;
        }
        return false;
    }

    /** Reads this character. */
    public void expect(char c) throws BadSyntax {
        if (!accept(c)) {
            throw expected(c == ' ' ? "a blank" : "'" + c + "'");
        }
    }

    /** {@code SP}. */
    public void sp() throws BadSyntax {
        expect(' ');
    }

    /** The end of the command. */
    public void end() throws BadSyntax {
        if (!isAtEnd()) {
            throw expected("the end of the command");
        }
    }

    /** What to throw where something else was expected. */
    public BadSyntax expected(String what) {
        String found;
        if (isAtEnd()) {
            found = "the end";
        } else if (isAtLiteral()) {
            found = "a literal";
        } else {
            char c = (char) (line[at] & 0xff);
            found = c > ' ' && c < 0x7f ? "'" + c + "'" : c == ' ' ? "a blank" : String.format("octet 0x%02x", (int) c);
        }
        String where = piece == 0 ? "" : " behind literal " + piece;
        return new BadSyntax("expected " + what + " at column " + (at + 1) + where + ", not " + found);
    }

    // Words

    /** {@code tag}. */
    public String tag() throws BadSyntax {
        return word("a tag", c -> isAstringChar(c) && c != '+');
    }

    /** {@code atom}. */
    public String atom() throws BadSyntax {
        return word("an atom", ImapReader::isAtomChar);
    }

    /** An atom in capitals: the name of a command, an attribute, an option. */
    public String keyword(String what) throws BadSyntax {
        return word(what, ImapReader::isAtomChar).toUpperCase(Locale.ROOT);
    }

    /** The name of a FETCH attribute: letters, digits, dots, up to where a section may begin, in capitals. */
    public String attributeName() throws BadSyntax {
        return word("a FETCH attribute", c -> isAtomChar(c) && c != '[' && c != '<')
                .toUpperCase(Locale.ROOT);
    }

    /** What of a part a section names: {@code HEADER.FIELDS}, in capitals. */
    String sectionWord() throws BadSyntax {
        return word("a section", c -> isAtomChar(c)).toUpperCase(Locale.ROOT);
    }

    /** Whether a dot and a digit follow. */
    boolean isNumberBehindDot() {
        return isNext('.') && at + 1 < line.length && line[at + 1] >= '0' && line[at + 1] <= '9';
    }

    /** Reads this word, in any case, if it follows as a whole. */
    public boolean acceptWord(String word) {
        int end = at + word.length();
        if (end > line.length || (end < line.length && isAstringChar(line[end] & 0xff))) {
            return false;
        }
        for (int i = 0; i < word.length(); i++) {
            if (Character.toUpperCase((char) (line[at + i] & 0x7f)) != word.charAt(i) || line[at + i] < 0) {
                return false;
            }
        }
        at = end;
        return true;
    }

    /** Reads these characters, in any case of letters, if they follow. */
    public boolean acceptText(String text) {
        int end = at + text.length();
        if (end > line.length
                || !new String(line, at, text.length(), StandardCharsets.ISO_8859_1).equalsIgnoreCase(text)) {
            return false;
        }
        at = end;
        return true;
    }

    /** Which octets a word has. */
    @FunctionalInterface
    private interface Octets {
        boolean has(int octet);
    }

    private String word(String what, Octets octets) throws BadSyntax {
        int from = at;
        while (at < line.length && octets.has(line[at] & 0xff)) {
            at++;
        }
        if (at == from) {
            throw expected(what);
        }
        return new String(line, from, at - from, StandardCharsets.US_ASCII);
    }

    static boolean isAtomChar(int c) {
        return c > ' ' && c < 0x7f && ATOM_SPECIALS.indexOf(c) < 0;
    }

    static boolean isAstringChar(int c) {
        return isAtomChar(c) || c == ']';
    }

    // Numbers

    /** {@code number}: 0 to 2^32 - 1. */
    public long number() throws BadSyntax {
        return number(NUMBER_MAX, "a number");
    }

    /** {@code nz-number}: 1 to 2^32 - 1. */
    public long nzNumber() throws BadSyntax {
        int from = at;
        long number = number(NUMBER_MAX, "a number from 1 on");
        if (number == 0) {
            at = from;
            throw expected("a number from 1 on");
        }
        return number;
    }

    /** {@code number64}: 0 to 2^63 - 1. */
    public long number64() throws BadSyntax {
        return number(Long.MAX_VALUE, "a number");
    }

    private long number(long max, String what) throws BadSyntax {
        int from = at;
        long number = 0;
        while (at < line.length && line[at] >= '0' && line[at] <= '9') {
            int digit = line[at] - '0';
            if (number > (max - digit) / 10) {
                throw new BadSyntax("a number at column " + (from + 1) + " is greater than " + max);
            }
            number = number * 10 + digit;
            at++;
        }
        if (at == from) {
            throw expected(what);
        }
        return number;
    }

    /** {@code sequence-set}, {@code $} among them (RFC 5182). */
    public SequenceSet sequenceSet() throws BadSyntax {
        if (accept('$')) {
            return SequenceSet.SAVED;
        }
        SequenceSet.Builder set = new SequenceSet.Builder();
        do {
            long first = seqNumber();
            set.add(first, accept(':') ? seqNumber() : first);
        } while (accept(','));
        return set.build();
    }

    private long seqNumber() throws BadSyntax {
        return accept('*') ? SequenceSet.STAR : nzNumber();
    }

    /** Whether a sequence set may follow. */
    public boolean isAtSequenceSet() {
        return at < line.length && (isNext('*') || isNext('$') || (line[at] >= '0' && line[at] <= '9'));
    }

    // Strings

    /** {@code astring}, as text. */
    public String astring() throws BadSyntax {
        return decoded(astringBytes());
    }

    /** {@code astring}, as the octets that it stands for: a password. */
    public byte[] astringBytes() throws BadSyntax {
        return isNext('"') || isAtLiteral()
                ? stringBytes()
                : word("a string", ImapReader::isAstringChar).getBytes(StandardCharsets.US_ASCII);
    }

    /** {@code string}, as text. */
    public String string() throws BadSyntax {
        return decoded(stringBytes());
    }

    /** {@code nstring}, as text; empty for NIL. */
    public Optional<String> nstring() throws BadSyntax {
        return acceptWord("NIL") ? Optional.empty() : Optional.of(string());
    }

    /** {@code string}, as the octets that it stands for. A {@code literal8} is none (RFC 9051 §9). */
    public byte[] stringBytes() throws BadSyntax {
        if (isAtLiteral()) {
            if (text.literal(piece) instanceof Literal.Kept(byte[] bytes, boolean binary)) {
                if (binary) {
                    throw new BadSyntax("a literal8 is no string; it is for messages alone");
                }
                refuseNul(bytes);
                passLiteral();
                return bytes;
            }
            throw expected("a shorter string");
        }
        return quoted();
    }

    private void refuseNul(byte[] bytes) throws BadSyntax {
        for (byte b : bytes) {
            if (b == 0) {
                throw new BadSyntax("literal " + (piece + 1) + " holds a NUL, which only a literal8 may");
            }
        }
    }

    private void passLiteral() {
        piece++;
        line = text.line(piece);
        at = 0;
    }

    /** {@code literal} or {@code literal8} that is a message. */
    public Literal message() throws BadSyntax {
        if (!isAtLiteral()) {
            throw expected("a literal");
        }
        Literal literal = text.literal(piece);
        if (!literal.binary() && literal instanceof Literal.Kept kept) {
            refuseNul(kept.bytes());
        }
        passLiteral();
        return literal;
    }

    // Lenient: octets above 127 in a quoted string are taken before UTF-8 is enabled too; many clients send them.
    private byte[] quoted() throws BadSyntax {
        if (!accept('"')) {
            throw expected("a string");
        }
        byte[] out = new byte[line.length - at];
        int length = 0;
        while (at < line.length && line[at] != '"') {
            if (line[at] == '\\') {
                at++;
                if (!isNext('"') && !isNext('\\')) {
                    throw expected("a quote or backslash behind a backslash");
                }
            } else if (line[at] == 0 || line[at] == '\r') {
                throw expected("text in quotes");
            }
            out[length++] = line[at++];
        }
        if (!accept('"')) {
            throw expected("a closing quote");
        }
        return Arrays.copyOf(out, length);
    }

    private String decoded(byte[] bytes) throws BadSyntax {
        try {
            return charset.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException _) {
            if (latin1Too) {
                return new String(bytes, StandardCharsets.ISO_8859_1);
            }
            throw new BadSyntax("a string is not " + charset.name());
        }
    }

    // Mailboxes and flags

    /**
     * {@code mailbox}. Trailing separators are dropped, as CREATE asks (RFC 9051 §6.3.4).
     *
     * @throws BadSyntax if it is spelled as no mailbox's name can be
     */
    public MailboxName mailbox() throws BadSyntax {
        return mailbox(mailboxName());
    }

    /** The same, as it was supplied but for trailing separators. */
    public String mailboxName() throws BadSyntax {
        String name = mailboxText();
        while (name.length() > 1 && name.endsWith("/")) {
            name = name.substring(0, name.length() - 1);
        }
        return name;
    }

    /** The mailbox that is supplied under this name; see {@link #mailbox()}. */
    public static MailboxName mailbox(String name) throws BadSyntax {
        Optional<MailboxName> parsed = MailboxName.parse(name);
        if (parsed.isEmpty()) {
            throw new BadSyntax("a mailbox name has parts of 1 to " + MailboxName.PART_OCTETS_MAX
                    + " octets without control characters, between '/', at most " + MailboxName.DEPTH_MAX
                    + " of them and "
                    + MailboxName.OCTETS_MAX + " octets in all, and does not begin with '#'");
        }
        return parsed.get();
    }

    /** What is spelled like a mailbox's name, and may be a part of one, or empty. */
    public String mailboxText() throws BadSyntax {
        return unspelled(astring());
    }

    /**
     * {@code list-mailbox}: a name in which {@code *} and {@code %} are wildcards. One that is no modified UTF-7 stands for itself: no pattern is
     * an error (RFC 9051 §6.3.9).
     */
    public String listMailbox() throws BadSyntax {
        String spelled = isNext('"') || isAtLiteral()
                ? string()
                : word("a mailbox pattern", c -> isAstringChar(c) || c == '*' || c == '%');
        return decoded(spelled).orElse(spelled);
    }

    private String unspelled(String spelled) throws BadSyntax {
        return decoded(spelled)
                .orElseThrow(() ->
                        new BadSyntax("a mailbox name is no modified UTF-7 (RFC 3501): '&' is spelled '&-' there"));
    }

    // Lenient: a name with octets above 127 is UTF-8, whatever was agreed; modified UTF-7 has none.
    private Optional<String> decoded(String spelled) {
        return utf8 || spelled.indexOf('&') < 0 || spelled.chars().anyMatch(c -> c > 0x7f)
                ? Optional.of(spelled)
                : ModifiedUtf7.decode(spelled);
    }

    /** {@code flag-list}, without {@code \Recent}, which no client may set. */
    public Set<Flag> flagList() throws BadSyntax {
        expect('(');
        Set<Flag> flags = new LinkedHashSet<>();
        if (accept(')')) {
            return flags;
        }
        do {
            flags.add(flag());
        } while (accept(' '));
        expect(')');
        return flags;
    }

    /** {@code flag}. */
    public Flag flag() throws BadSyntax {
        int from = at;
        String name = (accept('\\') ? "\\" : "") + word("a flag", ImapReader::isAtomChar);
        Optional<Flag> flag = Flag.parse(name);
        if (flag.isEmpty()) {
            at = from;
            throw expected("\\Seen, \\Answered, \\Flagged, \\Deleted, \\Draft or a keyword of at most "
                    + Flag.KEYWORD_OCTETS_MAX + " octets");
        }
        return flag.get();
    }
}
