package org.pennypost.mime.parse;

/**
 * What the parser forgives and how far it goes. Past a limit the rest is one leaf, and the {@link DefectKind} says so: nothing is lost, it is only not
 * looked into.
 *
 * @param headerBytesMax the longest header of a part. The largest honest ones (thousands of addressees, chains of ARC sets) have a few hundred kB;
 *     a field is held in memory while it is read
 * @param headerFieldsMax fields of one header. Honest ones have up to a few hundred
 * @param fieldsMax fields of all headers together: eight bytes of memory each
 * @param nestingMax how deep multiparts and messages may lie in one another. Honest mail, forwarded again and again, stays below 20; every delimiter is
 *     compared with the boundaries of all levels around it
 * @param partsMax parts of a message, composite ones too: about 150 bytes of memory each. Honest digests have hundreds
 * @param boundaryCharactersMax the longest boundary. RFC 2046 §5.1.1 allows 70; some programs write more, and a line has 998
 * @param parametersMax parameters of one field, the pieces of RFC 2231 counted one by one
 * @param defectsMax defects that are listed; further ones are counted
 * @param mailboxLine Lenient: a first line {@code From ...} or {@code >From ...} is not taken for the body, since messages cut out of mailbox files are
 *     sent on with it
 * @param junkInHeader Lenient: a line that is no field, directly followed by a well-known field, does not end the header. Broken gateways put such lines
 *     there; what a line of text typed by hand without an empty line before it is followed by is not a well-known field
 */
public record ParserOptions(
        int headerBytesMax,
        int headerFieldsMax,
        int fieldsMax,
        int nestingMax,
        int partsMax,
        int boundaryCharactersMax,
        int parametersMax,
        int defectsMax,
        boolean mailboxLine,
        boolean junkInHeader) {
    /** What fits all mail. */
    public static final ParserOptions DEFAULT =
            new ParserOptions(4 << 20, 10_000, 200_000, 100, 10_000, 998, 1_000, 1_000, true, true);

    /** @throws IllegalArgumentException when a limit is not positive */
    public ParserOptions {
        if (headerBytesMax <= 0
                || headerFieldsMax <= 0
                || fieldsMax <= 0
                || nestingMax <= 0
                || partsMax <= 0
                || boundaryCharactersMax <= 0
                || boundaryCharactersMax > 998
                || parametersMax <= 0
                || defectsMax <= 0) {
            throw new IllegalArgumentException("a limit of the parser is out of range: " + this);
        }
    }

    /** Returns these options with other limits for the tree: how deep, how many parts. */
    public ParserOptions withTree(int nestingMax, int partsMax) {
        return new ParserOptions(
                headerBytesMax,
                headerFieldsMax,
                fieldsMax,
                nestingMax,
                partsMax,
                boundaryCharactersMax,
                parametersMax,
                defectsMax,
                mailboxLine,
                junkInHeader);
    }

    /** Returns these options with other limits for headers. */
    public ParserOptions withHeader(int headerBytesMax, int headerFieldsMax) {
        return new ParserOptions(
                headerBytesMax,
                headerFieldsMax,
                fieldsMax,
                nestingMax,
                partsMax,
                boundaryCharactersMax,
                parametersMax,
                defectsMax,
                mailboxLine,
                junkInHeader);
    }

    /** Returns these options with or without their leniencies. */
    public ParserOptions withLeniency(boolean mailboxLine, boolean junkInHeader) {
        return new ParserOptions(
                headerBytesMax,
                headerFieldsMax,
                fieldsMax,
                nestingMax,
                partsMax,
                boundaryCharactersMax,
                parametersMax,
                defectsMax,
                mailboxLine,
                junkInHeader);
    }
}
