package org.pennypost.mailbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.pennypost.mailbox.Mail.ALICE;
import static org.pennypost.mailbox.Mail.uids;
import static org.pennypost.mailbox.Mail.view;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.pennypost.store.BlobDraft;
import org.pennypost.store.MemoryStore;
import org.pennypost.store.StoreException;

/** RFC 6858, RFC 3516 §6: what is noted of messages that some programs cannot take stays with them wherever they go. */
final class SurrogateNoteTest {
    private static final String PLAIN = "Subject: a\r\n\r\n\u00e9\r\n";
    private static final String HEADER = "Subject: \u00e9\r\n\r\nb\r\n";
    private static final String NUL = "Subject: a\r\n\r\n\0\r\n";

    private final MemoryStore store = new MemoryStore();
    private final Instant now = Instant.parse("2026-11-26T12:00:00Z");
    private final Account account = new Mailboxes(store, InstantSource.fixed(now)).account(ALICE);

    @BeforeEach
    void create() throws StoreException {
        new Mailboxes(store, InstantSource.fixed(now)).createAccount(ALICE, Quota.UNLIMITED);
    }

    private BlobDraft draft(String text) throws StoreException {
        BlobDraft draft = store.blobs().draft();
        byte[] octets = text.getBytes(StandardCharsets.UTF_8);
        draft.write(octets, 0, octets.length);
        draft.finish();
        return draft;
    }

    private void deliver(String prefix, String text) throws StoreException {
        try (BlobDraft draft = draft(text)) {
            NewMessage message = new NewMessage(draft, prefix.getBytes(StandardCharsets.UTF_8), now, Set.<Flag>of());
            assertThat(account.append(MailboxId.INBOX, message).await()).isInstanceOf(AppendResult.Appended.class);
        }
    }

    private List<SurrogateNote> notes(MailboxId mailbox) throws StoreException {
        List<SurrogateNote> notes = new ArrayList<>();
        for (Message message : view(account, mailbox)) {
            notes.add(message.surrogate());
        }
        return notes;
    }

    /** The note says how long the surrogate is. */
    private void check(MailboxId mailbox) throws StoreException {
        for (Message message : view(account, mailbox)) {
            try (MessageContent content =
                    account.openContent(message.content().number()).orElseThrow()) {
                long told = content.surrogate().size();
                if (message.surrogate().equals(SurrogateNote.NONE)) {
                    assertThat(told).isEqualTo(content.size());
                } else {
                    assertThat(told)
                            .isEqualTo(
                                    message.sizeOctets() + message.surrogate().extraOctets());
                }
            }
        }
        assertThat(account.check()).isEmpty();
    }

    @Test
    void eachWay() throws StoreException {
        deliver("", PLAIN);
        deliver("", HEADER);
        deliver("", NUL);
        deliver("Return-Path: <\u00e9@example.org>\r\n", PLAIN);
        deliver("Return-Path: <\u00e9@example.org>\r\n\r\n", NUL);
        deliver("Return-Path: <e@example.org>\r\n\r\n", HEADER);
        List<SurrogateNote> notes = notes(MailboxId.INBOX);
        assertThat(notes)
                .extracting(note -> (note.header() ? "header " : "") + (note.nul() ? "nul" : ""))
                .containsExactly("", "header ", "nul", "header ", "header nul", "");
        check(MailboxId.INBOX);
        MailboxId archive = account.find(MailboxName.of("Archive")).orElseThrow();
        account.copy(MailboxId.INBOX, UidSet.ALL, archive);
        assertThat(notes(archive)).isEqualTo(notes);
        account.flags(archive, UidSet.ALL, FlagChange.add(Flag.SEEN));
        assertThat(notes(archive)).isEqualTo(notes);
        account.expunge(archive, uids(1, 6));
        Set<MessageId> gone = new java.util.HashSet<>();
        account.history(Instant.EPOCH, 10)
                .forEach(each -> gone.add(each.message().id()));
        account.restore(gone);
        assertThat(notes(archive)).isEqualTo(notes);
        check(archive);
        check(MailboxId.INBOX);
        assertThat(new Mailboxes(store, InstantSource.fixed(now)).account(ALICE).view(MailboxId.INBOX))
                .hasValueSatisfying(view -> assertThat(view.at(1).surrogate()).isEqualTo(notes.get(1)));
    }

    /** Rows that have been gathered into blocks. */
    @Test
    void inBlocks() throws StoreException {
        for (int i = 0; i < 600; i++) {
            deliver("", List.of(PLAIN, HEADER, NUL).get(i % 3));
        }
        check(MailboxId.INBOX);
        assertThat(notes(MailboxId.INBOX).subList(297, 300))
                .isEqualTo(notes(MailboxId.INBOX).subList(0, 3));
    }

    /** Where there is no room for the projections of many messages, what is known of them is not lost. */
    @Test
    void appendedTogether() throws StoreException {
        List<NewMessage> messages = new ArrayList<>();
        String large = "X: " + "a".repeat(60_000) + "\r\n";
        for (int i = 0; i < 30; i++) {
            messages.add(new NewMessage(
                    draft(List.of(PLAIN, HEADER, NUL)
                            .get(i % 3)
                            .replace("\r\n\r\n", "\r\n" + large.repeat(1) + "\r\n")),
                    new byte[0],
                    now,
                    Set.<Flag>of()));
        }
        account.append(MailboxId.INBOX, messages);
        assertThat(notes(MailboxId.INBOX).subList(27, 30))
                .extracting(SurrogateNote::header)
                .containsExactly(false, true, false);
        check(MailboxId.INBOX);
    }

    @Test
    void whoIsToldTheSurrogate() {
        assertThat(SurrogateNote.NONE.isFor(false)).isFalse();
        assertThat(new SurrogateNote(true, false, 3).isFor(true)).isFalse();
        assertThat(new SurrogateNote(true, false, 3).isFor(false)).isTrue();
        assertThat(new SurrogateNote(false, true, -3).isFor(true)).isTrue();
        for (SurrogateNote note :
                List.of(new SurrogateNote(true, true, -7), new SurrogateNote(false, true, 1L << 40))) {
            assertThat(SurrogateNote.of(note.code())).isEqualTo(note);
        }
    }
}
