package org.pennypost.mailbox;

import java.io.IOException;
import org.pennypost.mime.convert.Surrogate;
import org.pennypost.mime.parse.ByteSource;
import org.pennypost.mime.parse.ParsedMessage;
import org.pennypost.mime.parse.ParserOptions;
import org.pennypost.store.StoreException;

/**
 * What was noted of a message when it came: whether some programs cannot take it as it is, and how long its {@link Surrogate} is, which they are told
 * instead. It stands in the mailbox's listing, so that nothing is read of messages that everybody takes, which almost all are.
 *
 * @param header a header has octets above 127
 * @param nul there is a NUL
 * @param extraOctets how many octets the surrogate has more than the message; fewer, if it is negative
 */
public record SurrogateNote(boolean header, boolean nul, long extraOctets) {
    /** Everybody can be told the message. */
    public static final SurrogateNote NONE = new SurrogateNote(false, false, 0);

    /** Messages up to this size are read into memory at once; longer ones in pieces. */
    private static final int WHOLE_OCTETS_MAX = 256 << 10;

    private static final int HEADER = 1;
    private static final int NUL = 2;
    private static final int KINDS = 2;

    public SurrogateNote {
        if (!header && !nul && extraOctets != 0) {
            throw new IllegalArgumentException("a message that has no surrogate has no size of it");
        }
    }

    /**
     * Whether the message's surrogate is told instead of it.
     *
     * @param takesUtf8 whether the program takes UTF-8 in headers (RFC 6855 §3, RFC 9051 §5.1, RFC 6856 §2)
     */
    public boolean isFor(boolean takesUtf8) {
        return nul || (header && !takesUtf8);
    }

    /** As a number: bit 0 for the header, 1 for NUL, and the octets; 0 for {@link #NONE}. */
    long code() {
        return extraOctets << KINDS | (header ? HEADER : 0) | (nul ? NUL : 0);
    }

    static SurrogateNote of(long code) {
        boolean header = (code & HEADER) != 0;
        boolean nul = (code & NUL) != 0;
        return header || nul ? new SurrogateNote(header, nul, code >> KINDS) : NONE;
    }

    /** That of a new message. One that everybody takes is not read again. */
    static SurrogateNote of(NewMessage message, boolean knownPlain) throws StoreException {
        byte[] prefix = message.prefix();
        if (knownPlain && isPlain(prefix)) {
            return NONE;
        }
        ByteSource source = Projections.source(message.octets(), (position, into, offset, length) -> {
            if (position >= prefix.length) {
                return message.content().read(position - prefix.length, into, offset, length);
            }
            int count = (int) Math.min(length, prefix.length - position);
            System.arraycopy(prefix, (int) position, into, offset, count);
            return count;
        });
        try {
            if (source.sizeBytes() <= WHOLE_OCTETS_MAX) {
                source = ByteSource.of(source.bytes(0, source.sizeBytes()));
            }
            ParsedMessage parsed = ParsedMessage.parse(source, ParserOptions.DEFAULT);
            Surrogate.Need need = Surrogate.need(parsed);
            return need.equals(Surrogate.Need.NONE)
                    ? NONE
                    : new SurrogateNote(
                            need.header(), need.nul(), Surrogate.of(parsed).sizeBytes() - message.octets());
        } catch (IOException failed) {
            throw Projections.storeException(failed);
        }
    }

    private static boolean isPlain(byte[] prefix) {
        for (byte octet : prefix) {
            if (octet <= 0) {
                return false;
            }
        }
        return true;
    }
}
