package org.pennypost.client;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.pennypost.imap.client.FetchTarget;
import org.pennypost.imap.client.FetchedMessage;
import org.pennypost.imap.client.ImapClient;
import org.pennypost.imap.client.ImapRefused;
import org.pennypost.imap.client.Response;
import org.pennypost.imap.client.Selection;
import org.pennypost.mailbox.Uid;
import org.pennypost.mailbox.UidSet;
import org.pennypost.mime.HeaderBlock;
import org.pennypost.wire.ByteSink;
import org.pennypost.wire.Deadlines;
import org.pennypost.wire.DialogueListener;

/**
 * Waits for mail in a mailbox on an IMAP server: with IDLE (RFC 2177), or by asking again and again where the server has none. Nothing is changed there
 * (EXAMINE, BODY.PEEK). Used by one thread.
 *
 * <p>Life: {@link #open}; {@link #await} any number of times; {@link #close}. When the connection is lost, another watch goes on from {@link #position}.
 */
public final class MailWatch implements AutoCloseable {
    /** RFC 2177 §3: a server may end a session that has said nothing for 30 minutes. */
    private static final Duration IDLE_MAX = Duration.ofMinutes(28);

    private final ImapClient client;
    private final Pause pause;
    private Position position;
    private boolean refusesIdle;

    private MailWatch(ImapClient client, Pause pause, Position position) {
        this.client = client;
        this.pause = pause;
        this.position = position;
    }

    /**
     * How far a mailbox has been seen.
     *
     * @param uidValidity which mailbox it was (RFC 9051 §2.3.1.1)
     * @param uidNext messages from this UID on are new
     */
    public record Position(long uidValidity, long uidNext) {}

    /**
     * A message that has come.
     *
     * @param header From, Subject, Date and Message-ID
     */
    public record Arrived(Uid uid, HeaderBlock header) {}

    /** Lets time go by. */
    @FunctionalInterface
    public interface Pause {
        void pause(Duration duration) throws InterruptedException;
    }

    /**
     * Connects, logs in and looks at the mailbox.
     *
     * @param patience how long to wait for the server at each step
     * @param deadlines keeps that, and ends each IDLE in time; the caller's
     * @param since where an earlier watch was; what has come meanwhile is told too. Null for what comes from now on
     * @param pause waits between questions where the server has no IDLE
     * @throws LoginRefused when the server wants another password, or ours must not be said
     * @throws FetchRefused when there is no such mailbox
     * @throws IOException when the server cannot be reached or speaks no IMAP
     */
    public static MailWatch open(
            ImapUrl url,
            boolean insecure,
            Credentials login,
            Duration patience,
            Deadlines deadlines,
            @Nullable Position since,
            Pause pause,
            DialogueListener listener)
            throws IOException {
        ImapClient client = ImapSessions.open(url.server(), insecure, login, patience, deadlines, listener);
        try {
            Selection selection = client.examine(url.mailbox());
            long next = since != null && since.uidValidity == selection.uidValidity()
                    ? since.uidNext
                    : uidNext(client, selection);
            return new MailWatch(client, pause, new Position(selection.uidValidity(), next));
        } catch (ImapRefused refused) {
            client.close();
            throw new FetchRefused(refused, ImapSessions.isTemporary(refused));
        } catch (IOException failed) {
            client.close();
            throw failed;
        }
    }

    /** A server that does not tell it has a highest UID all the same. */
    private static long uidNext(ImapClient client, Selection selection) throws IOException {
        if (selection.uidNext() > 0) {
            return selection.uidNext();
        }
        UidSet all = client.search("ALL");
        return all.isEmpty() ? 1 : last(all) + 1;
    }

    private static long last(UidSet uids) {
        return uids.ranges().getLast().last().number();
    }

    /** How far it has told. */
    public Position position() {
        return position;
    }

    /**
     * Waits until messages come, half an hour at most; then it is to be called again.
     *
     * @param poll how long to wait between two questions where the server has no IDLE
     * @return the messages by rising UID; empty when none has come
     */
    public List<Arrived> await(Duration poll) throws IOException, InterruptedException {
        List<Arrived> here = arrived();
        if (!here.isEmpty()) {
            return here;
        }
        if (!idle()) {
            pause.pause(poll);
            client.noop();
        }
        return arrived();
    }

    /** @return false where the server has no IDLE, or does not want it */
    private boolean idle() throws IOException {
        if (refusesIdle || !client.offers("IDLE")) {
            return false;
        }
        long known = client.selection().map(Selection::exists).orElse(0L);
        try {
            client.idle(IDLE_MAX, news -> !(news instanceof Response.Exists(long count) && count > known));
            return true;
        } catch (ImapRefused _) {
            refusesIdle = true;
            return false;
        }
    }

    private List<Arrived> arrived() throws IOException {
        // The last message is in this set even where its UID is lower (RFC 9051 §9, seq-range).
        UidSet found = client.search("UID " + position.uidNext + ":*");
        if (position.uidNext > 1) {
            UidSet seen = UidSet.ofRanges(List.of(new UidSet.Range(new Uid(1), new Uid(position.uidNext - 1))));
            found = found.without(seen);
        }
        if (found.isEmpty()) {
            return List.of();
        }
        Map<Long, ByteArrayOutputStream> heads = new HashMap<>();
        List<Arrived> arrived = new ArrayList<>();
        client.fetch(found, "(UID BODY.PEEK[HEADER.FIELDS (FROM SUBJECT DATE MESSAGE-ID)])", new FetchTarget() {
            @Override
            public ByteSink content(long number, String section, long octets) {
                ByteArrayOutputStream head = new ByteArrayOutputStream();
                heads.put(number, head);
                return head::write;
            }

            @Override
            public void message(FetchedMessage message) {
                ByteArrayOutputStream head = heads.remove(message.number());
                Optional<Uid> uid = message.uid();
                if (head != null && uid.isPresent()) {
                    arrived.add(new Arrived(uid.get(), HeaderBlock.read(head.toByteArray())));
                }
            }
        });
        arrived.sort(Comparator.comparingLong(each -> each.uid().number()));
        position = new Position(position.uidValidity, last(found) + 1);
        return arrived;
    }

    /** Reads a message whole; returns whether it is still there. */
    public boolean read(Arrived message, ByteSink sink) throws IOException {
        return client.fetch(message.uid(), "BODY.PEEK[]", sink);
    }

    @Override
    public void close() {
        client.close();
    }
}
