package org.pennypost.imap.server;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.pennypost.imap.ImapLimits;
import org.pennypost.imap.grammar.CommandFramer;
import org.pennypost.imap.grammar.Literal;
import org.pennypost.imap.session.ImapSession;
import org.pennypost.imap.session.LiteralPlan;
import org.pennypost.imap.session.Outcome;
import org.pennypost.imap.session.ResponseCode;
import org.pennypost.store.BlobDraft;
import org.pennypost.store.StoreException;
import org.pennypost.wire.ByteSink;
import org.pennypost.wire.Connection;
import org.pennypost.wire.DotBlock.Ending;

/**
 * Takes the literals of one connection's commands: into memory, into the store, or nowhere. One that is refused is not read if the client
 * waits to be asked for it; if it does not (RFC 7888 §3), it is read and dropped, as is the rest of its command. Used by one thread.
 */
final class LiteralIntake {
    private static final int BYTES_AT_FIRST = 512;

    private final Connection connection;
    private final ImapSession session;
    private final ImapLimits limits;
    private ImapSession.@Nullable Answer refusal;

    LiteralIntake(Connection connection, ImapSession session, ImapLimits limits) {
        this.connection = connection;
        this.session = session;
        this.limits = limits;
    }

    /** What became of a literal. */
    sealed interface Taken {
        /** The command goes on with the next line. */
        record Go() implements Taken {}

        /** The command is over, and this is its answer. */
        record Over(ImapSession.Answer answer) implements Taken {}

        /**
         * The connection is over.
         *
         * @param farewell what BYE says; empty where nobody listens
         */
        record Lost(ResponseCode code, String farewell, String why) implements Taken {}
    }

    /** The answer to the command that is being read and dropped. */
    Optional<ImapSession.Answer> refusal() {
        return Optional.ofNullable(refusal);
    }

    /** The command is over. */
    void forget() {
        refusal = null;
    }

    /**
     * Takes a literal, or does not.
     *
     * @throws IOException when the store fails before it is read, or the connection breaks
     */
    Taken take(CommandFramer.Next.LiteralComes comes, CommandFramer framer) throws IOException {
        Literal.Announced literal = comes.literal();
        if (refusal != null) {
            return refuse(literal, framer, refusal);
        }
        ImapSession.Planned planned = session.literal(comes.soFar(), literal);
        return switch (planned.plan()) {
            case LiteralPlan.Refuse _ -> refuse(literal, framer, planned.answer());
            case LiteralPlan.Keep _ -> {
                if (literal.octets() > framer.room()) {
                    yield refuse(
                            literal,
                            framer,
                            planned.answer(new Outcome.Bad(
                                    ResponseCode.TOOBIG, "A literal here has at most " + framer.room() + " octets.")));
                }
                yield keep(literal, framer, planned.answer().command());
            }
            case LiteralPlan.Store(BlobDraft draft) -> {
                framer.literal(new Literal.Stored(draft, literal.binary()));
                yield store(literal, draft, framer, planned);
            }
        };
    }

    private Taken keep(Literal.Announced literal, CommandFramer framer, String command) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream((int) Math.min(literal.octets(), BYTES_AT_FIRST));
        Ending ending = read(literal, bytes::write);
        framer.literal(new Literal.Kept(bytes.toByteArray(), literal.binary()));
        if (command.equals("LOGIN")) {
            connection.maskNextLine();
        }
        return ending == Ending.COMPLETE ? new Taken.Go() : lost(ending);
    }

    private Taken store(Literal.Announced literal, BlobDraft draft, CommandFramer framer, ImapSession.Planned planned)
            throws IOException {
        Intake intake = new Intake(draft, literal.binary());
        Ending ending = read(literal, intake);
        if (ending != Ending.COMPLETE) {
            return lost(ending);
        }
        if (intake.nul) {
            refusal = planned.answer(new Outcome.Bad("A message with NUL is sent as literal8 (RFC 3516)."));
        }
        if (intake.failure != null) {
            framer.drop();
            throw intake.failure;
        }
        return new Taken.Go();
    }

    /** Writes a message into its draft. If the store fails, the rest of the literal is dropped, so that the client can be told. */
    private static final class Intake implements ByteSink {
        private final BlobDraft draft;
        private final boolean binary;
        private @Nullable StoreException failure;
        private boolean nul;

        Intake(BlobDraft draft, boolean binary) {
            this.draft = draft;
            this.binary = binary;
        }

        @Override
        public void accept(byte[] bytes, int offset, int length) {
            for (int i = offset; !binary && i < offset + length; i++) {
                nul |= bytes[i] == 0;
            }
            try {
                draft.write(bytes, offset, length);
            } catch (StoreException e) {
                failure = e;
            }
        }

        @Override
        public boolean wantsMore() {
            return failure == null;
        }
    }

    private Ending read(Literal.Announced literal, ByteSink sink) throws IOException {
        if (literal.synchronizing()) {
            connection.write("+ Send it.\r\n");
        }
        return connection.readBytes(literal.octets(), sink, limits.bodyTimeout());
    }

    private Taken refuse(Literal.Announced literal, CommandFramer framer, ImapSession.Answer answer)
            throws IOException {
        if (literal.synchronizing()) {
            forget();
            return new Taken.Over(answer);
        }
        if (literal.octets() > Connection.UNWANTED_BYTES_MAX) {
            return new Taken.Lost(
                    ResponseCode.TOOBIG,
                    "That literal is too large to be passed over.",
                    "a literal far beyond the limit");
        }
        Ending ending = connection.readBytes(literal.octets(), DROP, limits.bodyTimeout());
        framer.literal(new Literal.Kept(new byte[0], literal.binary()));
        refusal = answer;
        return ending == Ending.COMPLETE ? new Taken.Go() : lost(ending);
    }

    private static final ByteSink DROP = new ByteSink() {
        @Override
        public void accept(byte[] bytes, int offset, int length) {
            // nobody wants it
        }

        @Override
        public boolean wantsMore() {
            return false;
        }
    };

    private static Taken lost(Ending ending) {
        return ending == Ending.TIMED_OUT
                ? new Taken.Lost(ResponseCode.NONE, "Nothing came for too long; goodbye.", "timed out in a literal")
                : new Taken.Lost(ResponseCode.NONE, "", "left in a literal");
    }
}
