package org.pennypost.imap.fetch;

import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.pennypost.imap.grammar.Dates;
import org.pennypost.imap.session.FetchAttribute;

/** Every FETCH attribute of the two revisions (RFC 9051 §6.4.5, RFC 3501 §6.4.5); extensions bring their own. */
public final class FetchAttributes {
    private static final FetchAttribute FLAGS = FetchAttribute.named(
            "FLAGS", (message, out) -> out.raw("FLAGS ").messageFlags(message.flags(), message.isRecent()));

    private static final FetchAttribute UID =
            FetchAttribute.named("UID", (message, out) -> out.raw("UID ").number(message.uid()));

    private static final FetchAttribute INTERNALDATE = FetchAttribute.named(
            "INTERNALDATE",
            (message, out) -> out.raw("INTERNALDATE \"")
                    .raw(Dates.spelled(Instant.ofEpochSecond(message.receivedSeconds())))
                    .raw('"'));

    private static final FetchAttribute SIZE = FetchAttribute.named(
            "RFC822.SIZE", (message, out) -> out.raw("RFC822.SIZE ").number(message.sizeOctets()));

    private static final List<FetchAttribute> TEXT = List.of(
            FLAGS,
            UID,
            INTERNALDATE,
            SIZE,
            EnvelopeItem.ENVELOPE,
            StructureItem.BODYSTRUCTURE,
            Body.BODY,
            Body.PEEK,
            Body.RFC822,
            Body.RFC822_HEADER,
            Body.RFC822_TEXT);

    public static final List<FetchAttribute> ALL =
            Stream.concat(TEXT.stream(), Binary.ALL.stream()).toList();

    private FetchAttributes() {}
}
