package org.pennypost.imap.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.pennypost.imap.ImapLimits;
import org.pennypost.imap.grammar.CommandText;
import org.pennypost.imap.grammar.ResponseWriter;
import org.pennypost.imap.server.ImapServer;
import org.pennypost.imap.session.Differences;
import org.pennypost.imap.session.ImapService;
import org.pennypost.imap.session.ImapSession;
import org.pennypost.imap.session.Outcome;
import org.pennypost.imap.session.RecentMessages;
import org.pennypost.imap.session.SessionCounts;
import org.pennypost.mailbox.Account;
import org.pennypost.mailbox.AccountId;
import org.pennypost.mailbox.Mailboxes;
import org.pennypost.mailbox.NewMessage;
import org.pennypost.mailbox.Quota;
import org.pennypost.mailbox.Uid;
import org.pennypost.mailbox.projection.Projection;
import org.pennypost.mailbox.projection.Projector;
import org.pennypost.mime.convert.Surrogate;
import org.pennypost.mime.parse.ByteSource;
import org.pennypost.mime.parse.HeaderField;
import org.pennypost.mime.parse.ParsedMessage;
import org.pennypost.mime.parse.Part;
import org.pennypost.sasl.Authenticator;
import org.pennypost.sasl.Identity;
import org.pennypost.sasl.Mechanisms;
import org.pennypost.sasl.SaslChannel;
import org.pennypost.store.BlobDraft;
import org.pennypost.store.MemoryStore;
import org.pennypost.store.Partition;
import org.pennypost.testkit.FakeClock;
import org.pennypost.testkit.Gen;

/** What FETCH tells from stored projections is what parsing the message gives, whatever the message is and stands behind. */
class StoredListingTest {
    private static final Authenticator EVERYBODY =
            (_, _, _) -> new org.pennypost.sasl.Outcome.Accepted(new Identity("a@b", Partition.FIRST_ACCOUNT));
    private static final List<String> PIECES = List.of(
            "From: a@b\r\n",
            "To: g: c@d, \"E \\\"F\\\"\" <e@f>;, undisclosed:;\r\n",
            "Subject: =?utf-8?B?w6k=?=\r\n",
            "Subject: two\n",
            "subject : folded\r\n\tand on\r\n",
            "X-Strange: \u00fc\r\n",
            "Date: Mon, 23 Nov 2026 10:00:00 +0000\r\n",
            "Content-Type: multipart/mixed; boundary=b\r\n",
            "Content-Type: multipart/digest; boundary=\"b\"\r\n",
            "Content-Type: message/rfc822\r\n",
            "Content-Type: text/html; charset=\"x\\\"y\"; name*0=a; name*1=b\r\n",
            "Content-Transfer-Encoding: base64\r\n",
            "Content-Transfer-Encoding: x-odd thing\r\n",
            "Content-Disposition: attachment; filename*=utf-8''%41\r\n",
            "Content-Language: de, en\r\n",
            "Content-ID: <i>\r\n",
            "Content-Location: a b\r\n",
            "Content-MD5: Q\r\n",
            "Message-ID: <1@b>\r\n",
            "\r\n",
            "\r\n\r\n",
            "\n",
            "\r",
            "\0",
            "--b\r\n",
            "--b--\r\n",
            "--b\n",
            "text",
            "no field at all\r\n",
            " folded\r\n",
            ":",
            "From x\r\n",
            "Subject: " + "long ".repeat(300) + "\r\n");

    private final FakeClock clock = new FakeClock();
    private final MemoryStore store = new MemoryStore(clock);
    private final Mailboxes mailboxes = new Mailboxes(store, clock);

    @AfterEach
    void close() {
        store.close();
    }

    /** @param whole as the client sees it */
    @SuppressWarnings("ArrayRecordComponent") // octets under test
    private record Case(byte[] prefix, byte[] blob, byte[] whole) {}

    @Test
    void whatIsToldIsWhatParsingGives() throws Exception {
        Gen gen = Gen.seeded("StoredListingTest");
        Account account = mailboxes.account(new AccountId(Partition.FIRST_ACCOUNT));
        mailboxes.createAccount(account.id(), Quota.UNLIMITED);
        List<Case> cases = gen.list(1_500, 1_500, () -> message(gen));
        for (Case each : cases) {
            append(account, each);
        }
        try (ImapSession session = session()) {
            said(session, "LOGIN a b");
            said(session, "EXAMINE INBOX");
            // The client still counts these, and they are told from the history.
            Set<Uid> gone = new HashSet<>(gen.list(0, 200, () -> new Uid(gen.number(1, cases.size()))));
            account.expunge(account.inbox(), gone);
            String items = " (RFC822.SIZE ENVELOPE BODY BODYSTRUCTURE BODY.PEEK[HEADER] BODY.PEEK[TEXT]"
                    + " BODY.PEEK[HEADER.FIELDS (from SUBJECT)] BODY.PEEK[HEADER.FIELDS (x-strange)]"
                    + " BODY.PEEK[HEADER.FIELDS.NOT (X-Strange)] BODY.PEEK[1.MIME] BODY.PEEK[2] BODY.PEEK[1.2.HEADER])";
            StringBuilder all = new StringBuilder();
            for (int i = 0; i < cases.size(); i++) {
                String expected = expected(i + 1, told(cases.get(i).whole()));
                all.append(expected);
                if (gen.onceIn(10)) {
                    assertThat(said(session, "FETCH " + (i + 1) + items))
                            .as("message %s", show(cases.get(i)))
                            .isEqualTo(expected);
                }
            }
            String told = said(session, "FETCH 1:*" + items);
            if (!told.contentEquals(all)) {
                compareEach(session, cases, items);
            }
            assertThat(told).isEqualTo(all.toString());
        }
        assertThat(account.check()).isEmpty();
    }

    /** Says which message is told otherwise. */
    private static void compareEach(ImapSession session, List<Case> cases, String items) throws Exception {
        for (int i = 0; i < cases.size(); i++) {
            assertThat(said(session, "FETCH " + (i + 1) + items))
                    .as("message %s", show(cases.get(i)))
                    .isEqualTo(expected(i + 1, told(cases.get(i).whole())));
        }
    }

    private static String show(Case one) {
        return text(one.prefix()) + "|" + text(one.blob());
    }

    /** Some are broken, some look like what clients send; trace fields before them, and an empty line where no field follows. */
    private static Case message(Gen gen) {
        byte[] blob = String.join("", gen.list(0, 25, () -> gen.oneOf(PIECES))).getBytes(StandardCharsets.UTF_8);
        boolean fieldFirst = text(blob).matches("(?s)[A-Za-z-]+: .*");
        String trace = gen.onceIn(3) ? "" : "Return-Path: <x@y>\r\nReceived: by z;\r\n\tnow\r\n";
        byte[] prefix = (trace.isEmpty() || fieldFirst ? trace : trace + "\r\n").getBytes(StandardCharsets.UTF_8);
        byte[] whole = new byte[prefix.length + blob.length];
        System.arraycopy(prefix, 0, whole, 0, prefix.length);
        System.arraycopy(blob, 0, whole, prefix.length, blob.length);
        return new Case(prefix, blob, whole);
    }

    private void append(Account account, Case message) throws IOException {
        try (BlobDraft draft = store.blobs().draft()) {
            draft.write(message.blob(), 0, message.blob().length);
            draft.finish();
            account.append(account.inbox(), new NewMessage(draft, message.prefix(), clock.instant(), Set.of()))
                    .await();
        }
    }

    private ImapSession session() {
        ImapService service = new ImapService(
                "localhost",
                false,
                ImapLimits.DEFAULT,
                ImapServer.vocabulary(),
                EVERYBODY,
                new Mechanisms(EVERYBODY, "localhost", new Random(1), clock),
                mailboxes,
                store.blobs(),
                new RecentMessages(0),
                new Differences(),
                new SessionCounts(1),
                clock);
        return new ImapSession(service, SaslChannel.plain(InetAddress.getLoopbackAddress(), true), false);
    }

    /** The untagged responses. */
    private static String said(ImapSession session, String command) throws IOException {
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        ResponseWriter out = new ResponseWriter(said::write);
        assertThat(session.execute(CommandText.of("a " + command), out).outcome())
                .isInstanceOf(Outcome.Ok.class);
        out.flush();
        return text(said.toByteArray());
    }

    private static String text(byte[] octets) {
        return new String(octets, StandardCharsets.ISO_8859_1);
    }

    /** What is told to a program that has enabled nothing (RFC 6858, RFC 3516 §6). */
    private static byte[] told(byte[] whole) throws IOException {
        ParsedMessage parsed = ParsedMessage.parse(whole);
        if (Surrogate.need(parsed).equals(Surrogate.Need.NONE)) {
            return whole;
        }
        Surrogate surrogate = Surrogate.of(parsed);
        return surrogate.bytes(0, surrogate.sizeBytes());
    }

    /** The same, found by parsing the whole message. */
    private static String expected(int number, byte[] whole) throws IOException {
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        ResponseWriter out = new ResponseWriter(said::write);
        Projection projection = Projector.whole(ByteSource.of(whole), new byte[0]);
        ParsedMessage parsed = ParsedMessage.parse(whole);
        Part root = parsed.root();
        out.begin()
                .number(number)
                .raw(" FETCH (RFC822.SIZE ")
                .number(whole.length)
                .raw(" ENVELOPE ");
        EnvelopeItem.write(projection.envelope(), out);
        new StructureItem(false).write(projection.structure(), out.raw(" BODY "));
        new StructureItem(true).write(projection.structure(), out.raw(" BODYSTRUCTURE "));
        octets(out.raw(" BODY[HEADER] "), whole, root.headerStart(), root.bodyStart());
        octets(out.raw(" BODY[TEXT] "), whole, root.bodyStart(), root.bodyEnd());
        out.raw(" BODY[HEADER.FIELDS (from SUBJECT)] ").literal(fields(root, whole, Set.of("from", "subject")));
        out.raw(" BODY[HEADER.FIELDS (x-strange)] ").literal(fields(root, whole, Set.of("x-strange")));
        out.raw(" BODY[HEADER.FIELDS.NOT (X-Strange)] ").literal(others(root, whole, Set.of("x-strange")));
        // A multipart in which nothing was found is shown as if it had a text: its body.
        boolean empty = root instanceof Part.Multipart && root.children().isEmpty();
        Optional<Part> first = empty ? Optional.of(root) : parsed.part(1);
        part(out.raw(" BODY[1.MIME] "), whole, first.map(Part::headerStart), first.map(Part::bodyStart));
        Optional<Part> second = parsed.part(2);
        part(out.raw(" BODY[2] "), whole, second.map(Part::bodyStart), second.map(Part::bodyEnd));
        Optional<Part> inner =
                parsed.part(1, 2).filter(Part.Message.class::isInstance).map(part -> ((Part.Message) part).message());
        part(out.raw(" BODY[1.2.HEADER] "), whole, inner.map(Part::headerStart), inner.map(Part::bodyStart));
        out.raw(')').end();
        out.flush();
        return text(said.toByteArray());
    }

    private static byte[] fields(Part root, byte[] whole, Set<String> names) {
        return ended(root.header().fields().stream()
                .filter(field -> names.contains(field.name().toLowerCase(Locale.ROOT)))
                .map(field -> octets(field, whole))
                .collect(Collectors.joining()));
    }

    /** What is left of the header without these fields, lines that are none included. */
    private static byte[] others(Part root, byte[] whole, Set<String> names) {
        StringBuilder others = new StringBuilder();
        int at = (int) root.headerStart();
        for (HeaderField field : root.header().fields()) {
            if (names.contains(field.name().toLowerCase(Locale.ROOT))) {
                others.append(text(Arrays.copyOfRange(whole, at, (int) field.start())));
                at = (int) field.end();
            }
        }
        return ended(others + text(Arrays.copyOfRange(whole, at, (int) root.headerEnd())));
    }

    private static byte[] ended(String fields) {
        String ended = fields.isEmpty() || fields.endsWith("\n") ? fields : fields + "\r\n";
        return (ended + "\r\n").getBytes(StandardCharsets.ISO_8859_1);
    }

    private static String octets(HeaderField field, byte[] whole) {
        return new String(whole, (int) field.start(), (int) (field.end() - field.start()), StandardCharsets.ISO_8859_1);
    }

    private static void part(ResponseWriter out, byte[] whole, Optional<Long> from, Optional<Long> to) {
        if (from.isEmpty() || to.isEmpty()) {
            out.nil();
        } else {
            octets(out, whole, from.get(), to.get());
        }
    }

    private static void octets(ResponseWriter out, byte[] whole, long from, long to) {
        if (from == to) {
            out.raw("\"\"");
        } else {
            byte[] part = Arrays.copyOfRange(whole, (int) from, (int) to);
            out.literal(part);
        }
    }
}
