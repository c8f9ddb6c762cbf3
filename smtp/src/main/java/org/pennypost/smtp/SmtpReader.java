package org.pennypost.smtp;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.pennypost.names.Idna;

/**
 * Reads one command line by the grammar of RFC 5321 §4.1.2, extended to UTF-8 by RFC 6531 §3.3; the methods are named after the ABNF rules. Each reads its rule
 * at the current position and moves behind it, or throws {@link BadSyntax} with a sentence for the person who typed the line. Whether UTF-8 is allowed where it
 * stands is not decided here: the values say whether they are ASCII.
 *
 * <p>Used by one thread, for one line.
 */
public final class SmtpReader {
    /** RFC 5321 §4.5.3.1.1. */
    static final int LOCAL_PART_BYTES_MAX = 64;

    /** RFC 5321 §4.5.3.1.2. */
    static final int DOMAIN_BYTES_MAX = 255;

    /** RFC 5321 §4.5.3.1.3. */
    static final int PATH_BYTES_MAX = 256;

    /** RFC 1035 §2.3.4. */
    static final int LABEL_BYTES_MAX = 63;

    /** No extension defines more than a few; a line cannot hold many more than this either. */
    static final int PARAMETERS_MAX = 32;

    /** X.5.2: the command cannot be made sense of (RFC 3463 §3.6). */
    public static final EnhancedStatus BAD_COMMAND_SYNTAX = new EnhancedStatus(5, 5, 2);

    /** X.5.4: the command is known, its arguments are wrong (RFC 3463 §3.6). */
    public static final EnhancedStatus BAD_ARGUMENTS = new EnhancedStatus(5, 5, 4);

    /** X.1.3: bad destination mailbox address syntax (RFC 3463 §3.2). */
    public static final EnhancedStatus BAD_DESTINATION_SYNTAX = new EnhancedStatus(5, 1, 3);

    /** X.1.7: bad sender's mailbox address syntax (RFC 3463 §3.2). */
    public static final EnhancedStatus BAD_SENDER_SYNTAX = new EnhancedStatus(5, 1, 7);

    private static final String SPECIAL_ATEXT = "!#$%&'*+-/=?^_`{|}~";

    private final byte[] line;
    private final int end;
    private int at;

    /** What a fault is called at the current position. */
    private EnhancedStatus fault = BAD_ARGUMENTS;

    /** @param line without its CRLF; it is not copied. White space at its end is not looked at (RFC 5321 §4.1.1). */
    public SmtpReader(byte[] line) {
        this.line = line;
        int length = line.length;
        while (length > 0 && (line[length - 1] == ' ' || line[length - 1] == '\t')) {
            length--;
        }
        this.end = length;
    }

    /** The command's name: letters at the beginning of the line, returned in capitals; empty when there are none. */
    public String verb() {
        int from = at;
        while (at < end && (isAlpha(line[at]) || isDigit(line[at]))) {
            at++;
        }
        boolean delimited = at == end || line[at] == ' ';
        return delimited ? text(from, at).toUpperCase(Locale.ROOT) : "";
    }

    /** @return whether nothing is left but white space */
    public boolean atEnd() {
        return at == end;
    }

    /** Nothing may follow. */
    public void end() throws BadSyntax {
        if (at < end) {
            throw bad("This is too much: \"" + Reply.quoted(rest()) + "\".");
        }
    }

    /** All that is left, as text, without white space around it; malformed UTF-8 becomes U+FFFD. */
    public String rest() {
        skipSpaces();
        String rest = text(at, end);
        at = end;
        return rest;
    }

    /** The words {@code FROM:} and {@code TO:} after MAIL and RCPT. */
    public void keyword(String word) throws BadSyntax {
        skipSpaces();
        int length = word.length();
        boolean present = at + length <= end && text(at, at + length).equalsIgnoreCase(word);
        if (!present) {
            throw bad(word + " is missing.");
        }
        at += length;
    }

    /** {@code Reverse-path = Path / "<>"}. */
    public ReversePath reversePath() throws BadSyntax {
        fault = BAD_SENDER_SYNTAX;
        skipSpaces(); // Lenient: telnet users and the tutorial write a space after the colon, as RFC 5321 §3.3 says
        // that some do.
        ReversePath path;
        if (peek() == '<' && peek(1) == '>') {
            at += 2;
            path = ReversePath.NULL;
        } else {
            path = ReversePath.of(path());
        }
        endOfPath();
        return path;
    }

    /** {@code "<Postmaster>" / Forward-path} of RFC 5321 §4.1.1.3; the name is matched in any case. */
    public ForwardPath forwardPath() throws BadSyntax {
        fault = BAD_DESTINATION_SYNTAX;
        skipSpaces(); // Lenient: as in reversePath.
        ForwardPath path = postmaster() ? ForwardPath.POSTMASTER : ForwardPath.of(path());
        endOfPath();
        return path;
    }

    private boolean postmaster() {
        for (String form : List.of("<postmaster>", "postmaster")) {
            int after = at + form.length();
            boolean here =
                    after <= end && text(at, after).equalsIgnoreCase(form) && (after == end || line[after] == ' ');
            if (here) {
                at = after;
                return true;
            }
        }
        return false;
    }

    private void endOfPath() throws BadSyntax {
        if (at < end && line[at] != ' ') {
            throw bad("After the address stands \"" + Reply.quoted(text(at, end)) + "\", which does not belong to it.");
        }
        fault = BAD_ARGUMENTS;
    }

    /** {@code Path = "<" [ A-d-l ":" ] Mailbox ">"}. */
    private Mailbox path() throws BadSyntax {
        int from = at;
        Mailbox mailbox;
        if (peek() == '<') {
            at++;
            atDomainList();
            mailbox = mailbox();
            expect('>', "The address has a \"<\" but no \">\".");
        } else {
            // Lenient: an address without angle brackets, as the tutorial writes it; it ends at a space or at the end
            // of the line.
            mailbox = mailbox();
        }
        if (at - from > PATH_BYTES_MAX) {
            throw bad("The path is longer than " + PATH_BYTES_MAX + " octets.");
        }
        return mailbox;
    }

    /** {@code A-d-l ":"}: a source route, which MUST be accepted and SHOULD be ignored (RFC 5321 §4.1.2, appendix C). */
    private void atDomainList() throws BadSyntax {
        if (peek() != '@') {
            return;
        }
        do {
            expect('@', "In a source route every host begins with \"@\".");
            domain();
        } while (accept(','));
        expect(':', "A source route ends with \":\" before the address; leave the route out.");
    }

    /** {@code Mailbox = Local-part "@" ( Domain / address-literal )}. */
    Mailbox mailbox() throws BadSyntax {
        if (at == end || peek() == '>') {
            throw bad("There is no address.");
        }
        String localPart = localPart();
        if (peek() != '@') {
            throw bad(
                    at == end || peek() == '>' || peek() == ' '
                            ? "\"" + Reply.quoted(localPart)
                                    + "\" is not an address: after the name come \"@\" and the domain."
                            : "The address has a character that cannot stand there: \""
                                    + Reply.quoted(text(at, Math.min(at + 4, end))) + "\".");
        }
        at++;
        return new Mailbox(localPart, peek() == '[' ? addressLiteral() : domain());
    }

    /** {@code Local-part = Dot-string / Quoted-string}; the value is without quoting. */
    private String localPart() throws BadSyntax {
        int from = at;
        String localPart = peek() == '"' ? quotedString() : dotString();
        if (at - from > LOCAL_PART_BYTES_MAX) {
            throw bad("The part before \"@\" is longer than " + LOCAL_PART_BYTES_MAX + " octets.");
        }
        return localPart;
    }

    /** {@code Dot-string = Atom *("." Atom)}. */
    private String dotString() throws BadSyntax {
        int from = at;
        do {
            int atom = at;
            while (at < end && isAtext(line[at])) {
                utf8Char();
            }
            if (at == atom) {
                throw bad(noAtom(from));
            }
        } while (accept('.'));
        return text(from, at);
    }

    private String noAtom(int from) {
        if (peek() == '@' && at == from) {
            return "There is nothing before the \"@\".";
        }
        if (peek() == '.' || at > from) {
            return "A dot may stand only between other characters of the part before \"@\".";
        }
        return "\"" + Reply.quoted(text(at, end)) + "\" is not an address.";
    }

    /** {@code Quoted-string = DQUOTE *QcontentSMTP DQUOTE}. */
    private String quotedString() throws BadSyntax {
        expect('"', "A quoted string begins with a quotation mark.");
        StringBuilder value = new StringBuilder();
        while (peek() != '"') {
            if (accept('\\') && (peek() < ' ' || peek() > '~')) {
                throw bad("After a backslash comes one printable ASCII character.");
            }
            if (at == end) {
                throw bad("The quotation mark that ends the part before \"@\" is missing.");
            }
            if (isControl(line[at])) {
                throw bad("A control character stands in the address.");
            }
            int from = at;
            utf8Char();
            value.append(text(from, at));
        }
        at++;
        return value.toString();
    }

    /**
     * Reads a domain that stands alone.
     *
     * @throws BadSyntax when {@code text} is not a domain and nothing else
     */
    public static String domainOf(String text) throws BadSyntax {
        SmtpReader reader = new SmtpReader(text.getBytes(StandardCharsets.UTF_8));
        String domain = reader.domain();
        reader.end();
        return domain;
    }

    /** {@code Domain = sub-domain *("." sub-domain)}; a sub-domain may be a U-label (RFC 6531 §3.3). */
    String domain() throws BadSyntax {
        int from = at;
        do {
            subDomain();
        } while (accept('.'));
        String domain = text(from, at);
        if (at - from > DOMAIN_BYTES_MAX) {
            throw bad("The domain is longer than " + DOMAIN_BYTES_MAX + " octets.");
        }
        if (domain.length() != at - from) {
            requireIdn(domain);
        }
        return domain;
    }

    /** {@code sub-domain = Let-dig [Ldh-str]}. */
    private void subDomain() throws BadSyntax {
        int from = at;
        while (at < end && (isLetDig(line[at]) || line[at] == '-')) {
            utf8Char();
        }
        if (at == from) {
            boolean underscore = peek() == '_';
            throw bad(
                    underscore
                            ? "An underscore cannot stand in a domain."
                            : "The domain is not complete, or has a character that cannot stand in a domain.");
        }
        if (line[from] == '-' || line[at - 1] == '-') {
            throw bad("A part of a domain cannot begin or end with a hyphen.");
        }
        if (peek() == '_') {
            throw bad("An underscore cannot stand in a domain.");
        }
        if (at - from > LABEL_BYTES_MAX) {
            throw bad("A part of the domain is longer than " + LABEL_BYTES_MAX + " octets.");
        }
    }

    private void requireIdn(String domain) throws BadSyntax {
        Optional<String> ascii = Idna.toAscii(domain);
        if (ascii.isEmpty()) {
            throw bad("The domain is not a valid internationalized domain name.");
        }
        if (ascii.get().length() > DOMAIN_BYTES_MAX) {
            throw bad("The domain is longer than " + DOMAIN_BYTES_MAX + " octets.");
        }
    }

    /** {@code address-literal = "[" ( IPv4-address-literal / IPv6-address-literal / General-address-literal ) "]"}; no General tag is registered. */
    String addressLiteral() throws BadSyntax {
        int from = at;
        expect('[', "An address literal begins with \"[\".");
        while (at < end && line[at] != ']') {
            at++;
        }
        expect(']', "The \"]\" of the address literal is missing.");
        if (AddressLiteral.read(text(from + 1, at - 1)).isEmpty()) {
            throw bad("An address literal is written [192.0.2.1] or [IPv6:2001:db8::1].");
        }
        return text(from, at);
    }

    /** {@code *( SP esmtp-param )}, to the end of the line. Lenient: more than one space between them. */
    public List<EsmtpParameters.Written> parameters() throws BadSyntax {
        if (at == end) {
            return List.of();
        }
        List<EsmtpParameters.Written> parameters = new ArrayList<>(4);
        while (at < end) {
            skipSpaces();
            if (parameters.size() == PARAMETERS_MAX) {
                throw bad("No more than " + PARAMETERS_MAX + " parameters can be given.");
            }
            parameters.add(esmtpParam());
        }
        return parameters;
    }

    /** {@code esmtp-param = esmtp-keyword ["=" esmtp-value]}. */
    private EsmtpParameters.Written esmtpParam() throws BadSyntax {
        int from = at;
        while (at < end && (isAlpha(line[at]) || isDigit(line[at]) || line[at] == '-')) {
            at++;
        }
        boolean delimited = at == end || line[at] == ' ' || line[at] == '=';
        if (at == from || line[from] == '-' || !delimited) {
            throw bad("\"" + Reply.quoted(text(from, end))
                    + "\" is not a parameter; parameters are written KEYWORD or KEYWORD=value.");
        }
        String keyword = text(from, at);
        if (!accept('=')) {
            return new EsmtpParameters.Written(keyword, Optional.empty());
        }
        int value = at;
        while (at < end && line[at] != ' ' && line[at] != '=' && !isControl(line[at])) {
            utf8Char();
        }
        if (at == value || (at < end && line[at] != ' ')) {
            throw bad("The value of the parameter " + Reply.quoted(keyword.toUpperCase(Locale.ROOT))
                    + " is not well-formed.");
        }
        return new EsmtpParameters.Written(keyword, Optional.of(text(value, at)));
    }

    /**
     * The name that a client gives itself: {@code Domain / address-literal}.
     *
     * <p>Lenient: a dot (the tutorial), names with underscores and addresses without brackets (many clients) are as good for greeting; and text after the name is
     * ignored, which RFC 5321 §4.1.1.1 expects of some. Only characters that can stand in the Received field without quoting are let through.
     */
    public String clientName() throws BadSyntax {
        skipSpaces();
        int from = at;
        while (at < end && (isAlpha(line[at]) || isDigit(line[at]) || "._-:[]".indexOf(line[at]) >= 0)) {
            at++;
        }
        if (at == from || (at < end && line[at] != ' ')) {
            throw bad(
                    "Your host's name, or its address in brackets, is missing or has a character that cannot stand in it.");
        }
        if (at - from > DOMAIN_BYTES_MAX) {
            throw bad("Your host's name is longer than " + DOMAIN_BYTES_MAX + " octets.");
        }
        return text(from, at);
    }

    /**
     * Reads a client's name that stands alone.
     *
     * @throws BadSyntax when {@code text} could not be said in HELO
     */
    public static String clientNameOf(String text) throws BadSyntax {
        SmtpReader reader = new SmtpReader(text.getBytes(StandardCharsets.UTF_8));
        String name = reader.clientName();
        reader.end();
        return name;
    }

    /** Moves behind spaces. */
    public void skipSpaces() {
        while (at < end && line[at] == ' ') {
            at++;
        }
    }

    /** One character: a byte of ASCII, or {@code UTF8-non-ascii} (RFC 6532 §3.1, RFC 3629 §4) that is no control character. */
    private void utf8Char() throws BadSyntax {
        if (line[at] >= 0) {
            at++;
            return;
        }
        int first = line[at] & 0xFF;
        int length = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2;
        int from = at;
        at = Math.min(at + length, end);
        String character = text(from, at);
        boolean whole = character.codePointCount(0, character.length()) == 1
                && character.getBytes(StandardCharsets.UTF_8).length == length
                && !character.equals("\uFFFD")
                && !Character.isISOControl(character.codePointAt(0));
        if (!whole) {
            throw bad("The line has octets that are neither ASCII nor UTF-8.");
        }
    }

    private void expect(char wanted, String otherwise) throws BadSyntax {
        if (!accept(wanted)) {
            throw bad(otherwise);
        }
    }

    private boolean accept(char wanted) {
        if (peek() != wanted) {
            return false;
        }
        at++;
        return true;
    }

    /** @return the octet at the position, or -1 at the end */
    private int peek() {
        return peek(0);
    }

    private int peek(int ahead) {
        return at + ahead < end ? line[at + ahead] & 0xFF : -1;
    }

    private String text(int from, int to) {
        return new String(line, from, to - from, StandardCharsets.UTF_8);
    }

    private BadSyntax bad(String sentence) {
        return new BadSyntax(fault, sentence);
    }

    /** @return whether {@code text} can stand before {@code @} without quotes */
    static boolean isDotString(String text) {
        boolean dotsBetween = !text.isEmpty() && !text.startsWith(".") && !text.endsWith(".") && !text.contains("..");
        return dotsBetween && text.chars().allMatch(c -> c == '.' || c >= 0x80 || isAtext((byte) c));
    }

    /** {@code atext} of RFC 5322 §3.2.3 with {@code UTF8-non-ascii}. */
    private static boolean isAtext(byte b) {
        return b < 0 || isAlpha(b) || isDigit(b) || SPECIAL_ATEXT.indexOf(b) >= 0;
    }

    private static boolean isLetDig(byte b) {
        return b < 0 || isAlpha(b) || isDigit(b);
    }

    private static boolean isAlpha(byte b) {
        return (b >= 'a' && b <= 'z') || (b >= 'A' && b <= 'Z');
    }

    private static boolean isDigit(byte b) {
        return b >= '0' && b <= '9';
    }

    private static boolean isControl(byte b) {
        return (b >= 0 && b < ' ') || b == 0x7F;
    }
}
