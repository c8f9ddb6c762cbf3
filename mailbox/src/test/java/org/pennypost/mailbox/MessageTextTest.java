package org.pennypost.mailbox;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.pennypost.mailbox.Mail.ALICE;
import static org.pennypost.mailbox.Mail.view;

import java.io.IOException;
import java.io.StringReader;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.pennypost.mailbox.text.CaseMap;
import org.pennypost.mailbox.text.Needle;
import org.pennypost.store.BlobDraft;
import org.pennypost.store.MemoryStore;
import org.pennypost.store.Store;
import org.pennypost.store.StoreException;
import org.pennypost.testkit.Gen;

/** RFC 9051 §6.4.4: BODY, HEADER, TEXT. */
class MessageTextTest {
    private static final String MESSAGE = """
            From: =?utf-8?Q?J=C3=BCrgen_M?= <j@example.org>
            Subject: =?utf-8?Q?caf?= =?utf-8?Q?=C3=A9?= and
             more
            X-Empty:
            Content-Type: multipart/mixed; boundary=b

            in the preamble
            --b
            Content-Type: text/plain; charset=iso-8859-1
            Content-Transfer-Encoding: quoted-printable
            X-Part: in a part's header

            The Caf=E9 opens at no=
            on.
            --b
            Content-Type: text/html; charset=utf-8
            Content-Transfer-Encoding: base64

            PHA+aGVsbG8gPGI+d2lkZTwvYj4KICB3b3JsZCAmZXVtbDs8L3A+
            --b
            Content-Type: application/octet-stream

            in an attachment
            --b
            Content-Type: message/rfc822

            Subject: =?utf-8?Q?inn=C3=A9r?=

            inside text
            --b--
            """;

    private final Store store = new MemoryStore();
    private final Account account;

    MessageTextTest() throws StoreException {
        Mailboxes mailboxes = new Mailboxes(store, InstantSource.fixed(Instant.EPOCH));
        mailboxes.createAccount(ALICE, new Quota(100_000_000, 1_000));
        account = mailboxes.account(ALICE);
    }

    /** Asks of the message appended last. */
    private interface Question {
        boolean of(MessageText text) throws StoreException;
    }

    private void append(String message) throws StoreException {
        try (BlobDraft draft = store.blobs().draft()) {
            byte[] bytes = message.getBytes(ISO_8859_1);
            draft.write(bytes, 0, bytes.length);
            draft.finish();
            byte[] prefix = "X-Trace: prefix\r\n".getBytes(ISO_8859_1);
            Mail.appended(account.append(account.inbox(), new NewMessage(draft, prefix, Instant.EPOCH, Set.of()))
                    .await());
        }
    }

    private boolean ask(Question question) throws StoreException {
        MailboxView view = view(account, account.inbox());
        long content = view.at(view.size() - 1).content().number();
        try (MessageContent open = account.openContent(content).orElseThrow()) {
            return question.of(new MessageText(account.projection(content).orElseThrow(), open));
        }
    }

    private boolean body(String needle) throws StoreException {
        return ask(text -> text.bodyContains(new Needle(needle)));
    }

    private boolean text(String needle) throws StoreException {
        return ask(text -> text.textContains(new Needle(needle)));
    }

    private Optional<Boolean> noted(String name, Needle needle) throws StoreException {
        MailboxView view = view(account, account.inbox());
        long content = view.at(view.size() - 1).content().number();
        return MessageText.headerContains(account.projection(content).orElseThrow(), name, needle);
    }

    private boolean header(String name, String needle) throws StoreException {
        return ask(text -> text.headerContains(name, new Needle(needle)));
    }

    @Test
    void fieldsAreSearchedDecoded() throws StoreException {
        append(MESSAGE.replace("\n", "\r\n"));
        assertThat(header("from", "JÜRGEN m")).isTrue();
        assertThat(header("Subject", "café and more")).isTrue();
        assertThat(header("subject", "=C3")).isFalse();
        assertThat(header("x-empty", "")).isTrue();
        assertThat(header("x-empty", "a")).isFalse();
        assertThat(header("x-absent", "")).isFalse();
        assertThat(header("x-trace", "prefix")).isTrue();
        assertThat(header("x-part", "header")).isFalse();
    }

    @Test
    void whatWasNotedOfFieldsSaysTheSame() throws StoreException {
        append(MESSAGE.replace("\n", "\r\n"));
        for (String needle : List.of("JÜRGEN m", "café and more", "=C3", "prefix", "", "q")) {
            Needle wanted = new Needle(needle);
            for (String name : List.of("From", "subject", "to", "CONTENT-type")) {
                assertThat(noted(name, wanted)).as(name).contains(header(name, needle));
            }
            assertThat(noted("X-Trace", wanted)).isEmpty();
        }
    }

    @Test
    void bodiesAreSearchedDecoded() throws StoreException {
        append(MESSAGE.replace("\n", "\r\n"));
        for (String there :
                List.of("the CAFÉ opens", "at noon", "hello <b>", "hello wide world ë", "INNÉR", "inside", "")) {
            assertThat(body(there)).as(there).isTrue();
        }
        for (String absent :
                List.of("=E9", "preamble", "attachment", "j@example.org", "part's header", "no=", "prefix")) {
            assertThat(body(absent)).as(absent).isFalse();
        }
    }

    @Test
    void textIsHeadersAndBody() throws StoreException {
        append(MESSAGE.replace("\n", "\r\n"));
        for (String there : List.of("at noon", "subject: café", "part's header", "jürgen", "prefix", "innér", "")) {
            assertThat(text(there)).as(there).isTrue();
        }
        assertThat(text("attachment")).isFalse();
    }

    @Test
    void aLongPartIsSearchedInPieces() throws StoreException {
        append("Content-Type: text/plain; charset=utf-8\r\n\r\n" + "filler line of text\r\n".repeat(250_000)
                + "n\u00c3\u00a4dle\r\n");
        assertThat(body("NÄDLE")).isTrue();
        assertThat(body("nadle")).isFalse();
        assertThat(body("text\r\nfiller line of text\r\nn")).isTrue();
    }

    @Test
    void piecesMakeNoDifference() throws IOException {
        Gen gen = Gen.seeded("MessageTextTest");
        for (int i = 0; i < 2_000; i++) {
            String needle = String.join("", gen.list(1, 4, () -> gen.oneOf(List.of("a", "b", "É", "ﬁ"))));
            String text = "x".repeat(gen.number(16_300, 16_400))
                    + String.join("", gen.list(0, 60, () -> gen.oneOf(List.of("a", "b", "é", "fi", "x"))));
            assertThat(new Needle(needle).isIn(new StringReader(text)))
                    .as("%s in %s", needle, text)
                    .isEqualTo(CaseMap.fold(text).contains(CaseMap.fold(needle)));
        }
    }
}
