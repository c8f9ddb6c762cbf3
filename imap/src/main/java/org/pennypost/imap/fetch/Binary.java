package org.pennypost.imap.fetch;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.pennypost.imap.grammar.BadSyntax;
import org.pennypost.imap.grammar.ImapReader;
import org.pennypost.imap.grammar.Partial;
import org.pennypost.imap.grammar.ResponseWriter;
import org.pennypost.imap.grammar.Section;
import org.pennypost.imap.session.FetchAttribute;
import org.pennypost.imap.session.FetchItem;
import org.pennypost.imap.session.Outcome;
import org.pennypost.imap.session.ResponseCode;
import org.pennypost.imap.session.SelectedMessage;
import org.pennypost.mailbox.MessageContent;
import org.pennypost.mime.parse.Part;

/**
 * {@code BINARY[part]<partial>}, {@code BINARY.PEEK[part]<partial>} and {@code BINARY.SIZE[part]}: a part without its transfer encoding (RFC 9051
 * §6.4.5, RFC 3516 §4.2). Without numbers it is the message as it is.
 *
 * @param partial what of the decoded octets; null for all
 * @param size whether it is their number that is wanted
 */
record Binary(Section section, @Nullable Partial partial, boolean size, boolean setsSeen) implements FetchItem {
    private static final FetchAttribute BINARY = new FetchAttribute("BINARY", in -> parse(in, true));
    private static final FetchAttribute PEEK = new FetchAttribute("BINARY.PEEK", in -> parse(in, false));
    private static final FetchAttribute SIZE =
            new FetchAttribute("BINARY.SIZE", in -> new Binary(Section.parseBinary(in), null, true, false));

    static final List<FetchAttribute> ALL = List.of(BINARY, PEEK, SIZE);

    private static Binary parse(ImapReader in, boolean setsSeen) throws BadSyntax {
        Section section = Section.parseBinary(in);
        return new Binary(section, Partial.parse(in).orElse(null), false, setsSeen);
    }

    /** What a section names. */
    private sealed interface Named {
        record Nothing() implements Named {}

        record Unknown(String encoding) implements Named {}

        record Octets(DecodedPart part) implements Named {}
    }

    private Named named(SelectedMessage message) throws IOException {
        boolean whole = section.part().isEmpty();
        Optional<MessageContent> octets = whole ? message.binaryOctets() : message.toldOctets();
        if (octets.isEmpty()) {
            return new Named.Nothing();
        }
        if (whole) {
            return new Named.Octets(DecodedPart.ofMessage(octets.get().source()));
        }
        Optional<Part> part = SectionPlace.part(section, message, octets.get());
        if (part.isEmpty()) {
            return new Named.Nothing();
        }
        Optional<DecodedPart> decoded = DecodedPart.of(part.get());
        return decoded.isPresent()
                ? new Named.Octets(decoded.get())
                : new Named.Unknown(part.get().header().value("Content-Transfer-Encoding"));
    }

    @Override
    public Optional<Outcome.No> objection(SelectedMessage message) throws IOException {
        return named(message) instanceof Named.Unknown(String encoding)
                ? Optional.of(new Outcome.No(
                        ResponseCode.UNKNOWN_CTE,
                        "Part " + section.spelled() + " of message " + message.number() + " is encoded as "
                                + org.pennypost.imap.session.Shown.of(encoding)
                                + ", which nobody here can decode; BODY gives it as it is."))
                : Optional.empty();
    }

    @Override
    public void write(SelectedMessage message, ResponseWriter out) throws IOException {
        out.raw(size ? "BINARY.SIZE[" : "BINARY[").raw(section.spelled()).raw(']');
        if (partial != null) {
            out.raw('<').number(partial.origin()).raw('>');
        }
        out.sp();
        switch (named(message)) {
            case Named.Octets(DecodedPart part) when size -> out.number(part.octets());
            case Named.Octets(DecodedPart part) -> part.write(partial, out);
            case Named.Nothing _, Named.Unknown _ -> out.raw(size ? "0" : "NIL");
        }
    }
}
