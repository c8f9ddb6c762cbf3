package org.pennypost.client;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.pennypost.imap.client.FetchTarget;
import org.pennypost.imap.client.FetchedMessage;
import org.pennypost.imap.client.ImapClient;
import org.pennypost.imap.client.ImapRefused;
import org.pennypost.imap.client.Selection;
import org.pennypost.mailbox.Flag;
import org.pennypost.mailbox.Uid;
import org.pennypost.mailbox.UidSet;
import org.pennypost.wire.ByteSink;
import org.pennypost.wire.Deadlines;
import org.pennypost.wire.DialogueListener;

/** Fetches from an IMAP server. A message is known by its UIDVALIDITY and UID, and the mailbox where that is not INBOX. */
final class ImapFetching implements Fetching {
    /** From and Subject of so many messages are asked for at once. */
    private static final int HEADS_TOGETHER = 500;

    /** A line that is longer than this makes fewer of them. */
    private static final int LINE_OCTETS = 1_000;

    private static final String HEADS = "(UID BODY.PEEK[HEADER.FIELDS (FROM SUBJECT)])";

    private final ImapClient client;
    private final Deadlines deadlines;
    private final ImapUrl url;
    private final Map<Listed, Uid> uids = new HashMap<>();
    private final List<Listed> listed = new ArrayList<>();
    private final Map<Uid, byte[]> heads = new HashMap<>();
    private final List<Uid> marked = new ArrayList<>();

    private ImapFetching(ImapClient client, Deadlines deadlines, ImapUrl url) {
        this.client = client;
        this.deadlines = deadlines;
        this.url = url;
    }

    /** See {@link Fetching#open(ImapUrl, boolean, Credentials, Duration, boolean, DialogueListener)}. */
    static Fetching open(
            ImapUrl url,
            boolean insecure,
            Credentials login,
            Duration patience,
            boolean deletes,
            DialogueListener listener)
            throws IOException {
        Deadlines deadlines = Deadlines.start();
        try {
            ImapClient client = ImapSessions.open(url.server(), insecure, login, patience, deadlines, listener);
            ImapFetching fetching = new ImapFetching(client, deadlines, url);
            try {
                fetching.select(deletes);
                return fetching;
            } catch (IOException refused) {
                client.close();
                throw refused;
            }
        } catch (IOException failed) {
            deadlines.close();
            throw failed;
        }
    }

    private void select(boolean deletes) throws IOException {
        try {
            Selection selection = deletes ? client.select(url.mailbox()) : client.examine(url.mailbox());
            if (url.uidValidity().isPresent() && url.uidValidity().getAsLong() != selection.uidValidity()) {
                throw new FetchRefused(
                        url.mailbox() + " is another mailbox now: its UIDVALIDITY is " + selection.uidValidity()
                                + " and not " + url.uidValidity().getAsLong());
            }
            if (deletes && selection.readOnly()) {
                throw new FetchRefused("the server lets nobody delete in " + url.mailbox());
            }
        } catch (ImapRefused refused) {
            throw refusal(refused);
        }
    }

    private static FetchRefused refusal(ImapRefused refused) {
        return new FetchRefused(refused, ImapSessions.isTemporary(refused));
    }

    @Override
    public List<Listed> list() throws IOException {
        listed.clear();
        uids.clear();
        try {
            UidSet wanted = url.uid().isPresent()
                    ? UidSet.of(url.uid().get())
                    : client.search(url.search().isEmpty() ? "ALL" : url.search());
            if (!wanted.isEmpty()) {
                client.fetch(wanted, "(UID RFC822.SIZE)", this::list);
            }
        } catch (ImapRefused refused) {
            throw refusal(refused);
        }
        return List.copyOf(listed);
    }

    /** A server may tell of other changes in between (RFC 9051 §7). */
    private void list(FetchedMessage message) {
        Optional<Uid> uid = message.uid();
        if (uid.isPresent() && message.octets().isPresent()) {
            Listed one = new Listed((int) message.number(), message.octets().getAsLong(), uidl(uid.get()));
            if (uids.put(one, uid.get()) == null) {
                listed.add(one);
            }
        }
    }

    private String uidl(Uid uid) {
        long validity = client.selection().map(Selection::uidValidity).orElse(0L);
        String mailbox = url.mailbox().equalsIgnoreCase("INBOX") ? "" : url.mailbox() + "-";
        return validity == 0 ? "" : mailbox + validity + "-" + uid.number();
    }

    private Uid uid(Listed message) {
        Uid uid = uids.get(message);
        if (uid == null) {
            throw new IllegalArgumentException("message " + message.number() + " was not listed");
        }
        return uid;
    }

    @Override
    public Optional<byte[]> head(Listed message) throws IOException {
        Uid uid = uid(message);
        if (!heads.containsKey(uid)) {
            readHeads(listed.indexOf(message));
        }
        return Optional.of(heads.getOrDefault(uid, new byte[0]));
    }

    private void readHeads(int from) throws IOException {
        heads.clear();
        List<Uid> wanted = listed.subList(from, Math.min(listed.size(), from + HEADS_TOGETHER)).stream()
                .map(this::uid)
                .toList();
        Map<Long, ByteArrayOutputStream> came = new HashMap<>();
        try {
            client.fetch(UidSet.of(wanted), HEADS, new FetchTarget() {
                @Override
                public ByteSink content(long number, String section, long octets) {
                    ByteArrayOutputStream head = new ByteArrayOutputStream();
                    came.put(number, head);
                    return head::write;
                }

                @Override
                public void message(FetchedMessage fetched) {
                    ByteArrayOutputStream head = came.remove(fetched.number());
                    if (head != null && fetched.uid().isPresent()) {
                        heads.put(fetched.uid().get(), head.toByteArray());
                    }
                }
            });
        } catch (ImapRefused refused) {
            throw refusal(refused);
        }
    }

    @Override
    public Optional<byte[]> top(Listed message, int lines) throws IOException {
        ByteArrayOutputStream octets = new ByteArrayOutputStream();
        try {
            client.fetch(uid(message), "BODY.PEEK[HEADER]", octets::write);
            int header = octets.size();
            if (lines > 0) {
                long most = (long) lines * LINE_OCTETS;
                client.fetch(
                        uid(message), "BODY.PEEK[TEXT]<0." + Math.min(most, Integer.MAX_VALUE) + ">", octets::write);
            }
            byte[] top = octets.toByteArray();
            return Optional.of(Arrays.copyOf(top, end(top, header, lines)));
        } catch (ImapRefused refused) {
            throw refusal(refused);
        }
    }

    /** Behind so many lines. */
    private static int end(byte[] octets, int from, int lines) {
        int left = lines;
        int at = from;
        while (at < octets.length && left > 0) {
            left -= octets[at] == '\n' ? 1 : 0;
            at++;
        }
        return at;
    }

    @Override
    public Kept fetch(Listed message, Archive archive, ProgressListener progress) throws IOException {
        try (Keeping keeping = new Keeping(archive, message, progress)) {
            if (!client.fetch(uid(message), "BODY.PEEK[]", keeping)) {
                throw new FetchRefused("somebody has removed it meanwhile");
            }
            return keeping.keep();
        } catch (ImapRefused refused) {
            throw refusal(refused);
        }
    }

    @Override
    public void delete(Listed message) {
        marked.add(uid(message));
    }

    @Override
    public void quit() throws IOException {
        try {
            if (!marked.isEmpty()) {
                remove(UidSet.of(marked));
            }
            client.logout();
        } catch (ImapRefused refused) {
            throw refusal(refused);
        }
    }

    /** Without UIDPLUS everything that is marked goes, so what somebody else has marked must not be there (RFC 4315 §2.1). */
    private void remove(UidSet gone) throws IOException {
        if (client.offers("UIDPLUS") || client.offers("IMAP4REV2")) {
            client.store(gone, ImapClient.Change.ADD, Flag.DELETED);
            client.expunge(gone);
            return;
        }
        if (!client.search("DELETED").without(gone).isEmpty()) {
            throw new FetchRefused("nothing was deleted: others have marked messages in " + url.mailbox()
                    + ", and this server cannot leave those (it has no UIDPLUS)");
        }
        client.store(gone, ImapClient.Change.ADD, Flag.DELETED);
        client.expunge();
    }

    @Override
    public void close() {
        client.close();
        deadlines.close();
    }
}
