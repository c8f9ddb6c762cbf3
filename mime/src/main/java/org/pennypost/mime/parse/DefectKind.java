package org.pennypost.mime.parse;

/** What can be wrong with a message. Nothing here stops it from being read; each constant says how it was understood. */
public enum DefectKind {
    /** A line ends with LF alone (RFC 5322 §2.3); it is a line all the same. Noted once, at the first one. */
    BARE_LF("a line ends with LF alone"),
    /** CR without LF (RFC 5322 §2.3); it is an ordinary character. Noted once, at the first one. */
    BARE_CR("CR without LF"),
    /** NUL (RFC 5322 §4); it is an ordinary character. Noted once, at the first one. */
    NUL("NUL"),
    /** A body that is declared 7bit, or not at all, has octets above 127 (RFC 2045 §2.7); it is read as 8bit. */
    EIGHT_BIT_BODY("octets above 127 in a body that is declared 7bit"),
    /** A line {@code From address date}, as mailbox files have, before the header; it belongs to no field. */
    MAILBOX_LINE("a mailbox file's From line before the header"),
    /** A line in the header that is no field, though a well-known field follows; it belongs to no field. */
    JUNK_IN_HEADER("a line that is no field in the header"),
    /** A header that ends with a line that is no field, not with an empty line (RFC 5322 §2.1): that line begins the body. */
    HEADER_WITHOUT_END("the empty line after the header is missing"),
    /** White space between a field's name and the colon (RFC 5322 §4.5.8); it is skipped. Noted once. */
    SPACE_BEFORE_COLON("white space before a field's colon"),
    /** A second Content-Type or Content-Transfer-Encoding in one header; the first one counts. */
    DUPLICATE_FIELD("a second Content-Type or Content-Transfer-Encoding"),
    /** A Content-Type that cannot be read (RFC 2045 §5.2): the default type is taken. */
    BAD_CONTENT_TYPE("a Content-Type that cannot be read"),
    /** A multipart whose boundary is missing, empty or too long: its body is a leaf. */
    MISSING_BOUNDARY("a multipart without a usable boundary"),
    /** A multipart in which its boundary does not occur: it has no parts. */
    NO_PARTS("a multipart without parts"),
    /** A multipart that does not end with its closing delimiter (RFC 2046 §5.1.1): it ends with what is around it. */
    MISSING_CLOSE("the closing delimiter of a multipart is missing"),
    /** A multipart with a transfer encoding (RFC 2045 §6.4): the encoding is ignored. */
    ENCODED_MULTIPART("a multipart with a transfer encoding"),
    /** A message in a message with a transfer encoding (RFC 2046 §5.2.1): it is a leaf, to be decoded and parsed by itself. */
    ENCODED_MESSAGE("a message in a message with a transfer encoding"),
    /** A transfer encoding that nobody knows (RFC 2045 §6.4): the body is a leaf of unknown octets. */
    UNKNOWN_ENCODING("an unknown transfer encoding"),
    /** A header of more octets than {@link ParserOptions#headerBytesMax}: the rest is a leaf. */
    HEADER_TOO_LONG("the header is too long: the rest was not looked into"),
    /** More fields than {@link ParserOptions#headerFieldsMax} or {@link ParserOptions#fieldsMax}: the rest is a leaf. */
    TOO_MANY_FIELDS("too many fields: the rest was not looked into"),
    /** Nested deeper than {@link ParserOptions#nestingMax}: what is there is a leaf. */
    TOO_DEEP("nested too deep: what is inside was not looked into"),
    /** More parts than {@link ParserOptions#partsMax}: the rest is a leaf. */
    TOO_MANY_PARTS("too many parts: the rest was not looked into"),
    /** More parameters than {@link ParserOptions#parametersMax} in a Content-Type that tells the structure: the rest of them is ignored. */
    TOO_MANY_PARAMETERS("too many parameters: the rest was ignored");

    private final String says;

    DefectKind(String says) {
        this.says = says;
    }

    /** Returns what it is, for a person, in one line. */
    public String says() {
        return says;
    }
}
