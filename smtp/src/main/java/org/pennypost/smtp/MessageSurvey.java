package org.pennypost.smtp;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.pennypost.wire.ByteSink;

/**
 * Looks through a message as it passes for what a server must offer to get it: 8BITMIME for octets above 127 (RFC 6152), SMTPUTF8 for those in a header at any
 * level of its MIME structure (RFC 6531 §3.2). Used by one thread.
 */
public final class MessageSurvey implements ByteSink {
    /*
     * No parser, and nothing of the message is kept but a line at a time. A header ends at the first empty line (RFC 5322 §2.1); what Content-Type says in it
     * tells where the next one begins: at once inside a message/rfc822, behind a delimiter inside a multipart. What is cut off by the bounds below is taken for text.
     */
    private static final int FIELD_CHARACTERS_MAX = 4_096;

    /** RFC 2046 §5.1.1 allows boundaries of 70 characters; blanks may follow. */
    private static final int DELIMITER_CHARACTERS_MAX = 256;

    private static final int DEPTH_MAX = 100;

    private static final Pattern BOUNDARY =
            Pattern.compile(";\\s*boundary\\s*=\\s*(?:\"([^\"]*)\"|([^\\s;\"]+))", Pattern.CASE_INSENSITIVE);

    /** A multipart that is open; the parts of a digest are messages unless they say otherwise (RFC 2046 §5.1.5). */
    private record Multipart(String delimiter, boolean digest) {}

    private final List<Multipart> open = new ArrayList<>();
    private final StringBuilder line = new StringBuilder();
    private long octets;
    private boolean eightBitBody;
    private boolean utf8Header;
    private boolean mime;

    private boolean header = true;
    private boolean outermost = true;

    /** Whether the header under way stands behind a delimiter. */
    private boolean ofPart;

    /** Of the header under way: how many octets its line has without CR, and what its Content-Type is. */
    private int lineOctets;

    private String contentType = "";

    /** Whether the rest of the body's line cannot be a delimiter. */
    private boolean skipping;

    /** Of a message that begins with the next octet. */
    public MessageSurvey() {}

    @Override
    public void accept(byte[] bytes, int offset, int length) {
        octets += length;
        int end = offset + length;
        int at = offset;
        while (at < end && (header || !open.isEmpty())) {
            if (header) {
                inHeader(bytes[at++]);
            } else {
                eightBitBody |= bytes[at] < 0;
                inBody(bytes[at++]);
            }
        }
        int all = 0;
        while (at < end) {
            all |= bytes[at++];
        }
        eightBitBody |= all < 0;
    }

    private void inHeader(byte octet) {
        utf8Header |= octet < 0;
        if (octet == '\n') {
            endOfHeaderLine();
            return;
        }
        if (lineOctets == 0 && octet != ' ' && octet != '\t' && octet != '\r') {
            endOfField();
        }
        if (octet != '\r') {
            lineOctets++;
        }
        if (line.length() < FIELD_CHARACTERS_MAX) {
            line.append((char) (octet & 0xFF));
        }
    }

    private void endOfHeaderLine() {
        if (lineOctets == 0) {
            endOfField();
            header = false;
            begin();
        } else if (isDelimiter(line)) {
            // a part that ends within its header
            line.setLength(0);
        }
        lineOctets = 0;
    }

    private void endOfField() {
        String field = line.toString();
        line.setLength(0);
        if (startsWith(field, "content-type:") && contentType.isEmpty()) {
            contentType = field.substring(field.indexOf(':') + 1);
        } else if (outermost && startsWith(field, "mime-version:")) {
            mime = true;
        }
    }

    private static boolean startsWith(String field, String name) {
        return field.regionMatches(true, 0, name, 0, name.length());
    }

    /** What stands behind a header. */
    private void begin() {
        outermost = false;
        String type = contentType.strip().toLowerCase(Locale.ROOT);
        if (type.isEmpty() && ofPart && open.getLast().digest()) {
            type = "message/rfc822";
        }
        ofPart = false;
        if (type.startsWith("multipart/")) {
            Matcher boundary = BOUNDARY.matcher(contentType);
            if (boundary.find() && open.size() < DEPTH_MAX) {
                String text = boundary.group(1) == null ? boundary.group(2) : boundary.group(1);
                open.add(new Multipart("--" + text.stripTrailing(), type.startsWith("multipart/digest")));
            }
        } else if (type.startsWith("message/rfc822") || type.startsWith("message/global")) {
            header = !type.startsWith("message/global-");
        }
        contentType = "";
        skipping = false;
    }

    private void inBody(byte octet) {
        if (octet == '\n') {
            if (!skipping) {
                isDelimiter(line);
            }
            line.setLength(0);
            skipping = false;
        } else if (!skipping) {
            skipping = (line.length() < 2 && octet != '-') || line.length() == DELIMITER_CHARACTERS_MAX;
            line.append((char) (octet & 0xFF));
        }
    }

    /** Of the multiparts that are open the innermost one first: what encloses it ends it, too (RFC 2046 §5.1.2). */
    private boolean isDelimiter(CharSequence text) {
        if (text.length() < 2 || text.charAt(0) != '-' || text.charAt(1) != '-') {
            return false;
        }
        String delimiter = text.toString().stripTrailing();
        for (int i = open.size() - 1; i >= 0; i--) {
            String own = open.get(i).delimiter();
            if (delimiter.equals(own)) {
                open.subList(i + 1, open.size()).clear();
                header = true;
                ofPart = true;
                contentType = "";
                return true;
            }
            if (delimiter.equals(own + "--")) {
                open.subList(i, open.size()).clear();
                header = false;
                return true;
            }
        }
        return false;
    }

    /** @return how many octets passed */
    public long octets() {
        return octets;
    }

    /** @return whether octets above 127 did, wherever */
    public boolean eightBit() {
        return eightBitBody || utf8Header;
    }

    /** @return whether they did in a header: the message's, or one of its parts', or of a message inside */
    public boolean utf8Header() {
        return utf8Header;
    }

    /** @return whether what stands in bodies is said to be MIME, if it is not ASCII: 8BITMIME MUST NOT be asked for otherwise (RFC 5321 §2.4) */
    public boolean labelled() {
        return mime || !eightBitBody;
    }
}
