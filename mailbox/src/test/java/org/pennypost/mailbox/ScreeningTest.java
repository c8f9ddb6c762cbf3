package org.pennypost.mailbox;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.pennypost.mailbox.Mail.ALICE;
import static org.pennypost.mailbox.Mail.view;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.pennypost.mailbox.text.Needle;
import org.pennypost.store.BlobDraft;
import org.pennypost.store.MemoryStore;
import org.pennypost.store.StoreException;
import org.pennypost.testkit.Gen;

/** RFC 9051 §6.4.4: what a screening rules out does not hold the text; it rules out most of what it can see. */
class ScreeningTest {
    private static final String TRACE = "X-Trace: postbox\r\n";
    private static final int MESSAGES = 700;

    private static final List<String> TEXTS = List.of(
            "penny",
            "PENNY",
            "pen",
            "ny",
            "post",
            "posted",
            " ",
            "\r\n",
            "\r\n ",
            "\u00e9",
            "\u212a",
            "\ufb01",
            "\u65e5\u672c",
            "=?utf-8?q?penny?=",
            "=?",
            "pen<b>ny</b>",
            "&eacute;",
            "+AGs-",
            "k",
            "fi",
            "e",
            "\u001b$B",
            "\0",
            "\t",
            "\r",
            "\n",
            ":",
            "<meta charset=utf-7>");

    private static final List<String> NEEDLES = List.of(
            "penny",
            "Post",
            "pen ny",
            "penny post",
            "\u00e9",
            "e",
            "K",
            "fi",
            "\u672c",
            "ubject: p",
            "",
            " ",
            "\r\n",
            ":");

    private static final List<String> CHARSETS = List.of(
            "",
            "; charset=us-ascii",
            "; charset=UTF-8",
            "; charset=iso-8859-1",
            "; charset=utf-7",
            "; charset=utf-16",
            "; charset=iso-2022-jp",
            "; charset=\"windows-1252\"; format=flowed",
            "; CHARSET=nobodys",
            "; charset*=utf-8''utf-7");

    private static final List<String> TYPES = List.of(
            "text/plain",
            "text/plain",
            "text/html",
            "text/enriched",
            "image/x",
            "message/rfc822",
            "message/x",
            "multipart/x");

    private static final List<String> ENCODINGS = List.of(
            "",
            "7bit",
            "8bit",
            "binary",
            "quoted-printable",
            "base64",
            "BASE64",
            "x-uuencode",
            "b",
            "(x)base64",
            "nobodys");

    private final Gen gen = Gen.seeded("ScreeningTest");
    private final MemoryStore store = new MemoryStore();
    private final Account account;

    ScreeningTest() throws StoreException {
        Mailboxes mailboxes = new Mailboxes(store, InstantSource.fixed(Instant.EPOCH));
        mailboxes.createAccount(ALICE, Quota.UNLIMITED);
        account = mailboxes.account(ALICE);
    }

    private String text(int most) {
        int kinds = gen.number(1, TEXTS.size());
        return String.join("", gen.list(0, most, () -> TEXTS.get(gen.number(0, kinds - 1))));
    }

    private String field(String name) {
        return name + gen.oneOf(List.of(":", ": ", " : ")) + text(3).replaceAll("\r\n(?! )|[\r\n\0]", "") + "\r\n";
    }

    private String part(int depth) {
        String type = gen.oneOf(TYPES);
        String encoding = gen.onceIn(2) ? "7bit" : gen.oneOf(ENCODINGS);
        StringBuilder part = new StringBuilder(gen.onceIn(3) ? field("X-Part") : "");
        boolean parts = type.startsWith("multipart") && depth < 2;
        part.append("Content-Type: ").append(type);
        part.append(parts ? "; boundary=b" + depth : gen.oneOf(CHARSETS)).append("\r\n");
        part.append(encoding.isEmpty() ? "" : "Content-Transfer-Encoding: " + encoding + "\r\n");
        part.append("\r\n");
        if (parts) {
            for (int i = gen.number(0, 3); i > 0; i--) {
                part.append("--b")
                        .append(depth)
                        .append("\r\n")
                        .append(part(depth + 1))
                        .append("\r\n");
            }
            return part.append("--b").append(depth).append("--\r\n").toString();
        }
        String text = type.equals("message/rfc822") ? field("Subject") + part(depth + 1) : text(8);
        return part.append(
                        encoding.toLowerCase(Locale.ROOT).contains("base64")
                                ? Base64.getMimeEncoder().encodeToString(text.getBytes(UTF_8))
                                : text)
                .toString();
    }

    private void append(String prefix, String message) throws StoreException {
        try (BlobDraft draft = store.blobs().draft()) {
            byte[] octets = message.getBytes(gen.onceIn(5) ? ISO_8859_1 : UTF_8);
            draft.write(octets, 0, octets.length);
            draft.finish();
            Mail.appended(account.append(
                            account.inbox(), new NewMessage(draft, prefix.getBytes(UTF_8), Instant.EPOCH, Set.of()))
                    .await());
        }
    }

    private long[] contents() throws StoreException {
        List<Long> contents = new ArrayList<>();
        view(account, account.inbox())
                .forEach(each -> contents.add(each.content().number()));
        return contents.stream().mapToLong(Long::longValue).toArray();
    }

    private boolean holds(long content, TextQuery query) throws StoreException {
        try (MessageContent open = account.openContent(content).orElseThrow()) {
            MessageText text = new MessageText(account.projection(content).orElseThrow(), open);
            return switch (query) {
                case TextQuery.Header(String name, Needle needle) -> text.headerContains(name, needle);
                case TextQuery.Body(Needle needle) -> text.bodyContains(needle);
                case TextQuery.Text(Needle needle) -> text.textContains(needle);
            };
        }
    }

    @Test
    void whatIsRuledOutDoesNotHoldIt() throws StoreException {
        for (int i = 0; i < MESSAGES; i++) {
            append(gen.onceIn(5) ? field("X-Trace") : TRACE, field("Subject") + part(0));
        }
        long[] contents = contents();
        int out = 0;
        int there = 0;
        for (String each : NEEDLES) {
            Needle needle = new Needle(each);
            for (TextQuery query : List.of(
                    new TextQuery.Body(needle),
                    new TextQuery.Text(needle),
                    new TextQuery.Header("Subject", needle),
                    new TextQuery.Header("x-trace", needle))) {
                Screening screening = account.screening(query, contents);
                for (int i = 0; i < contents.length; i++) {
                    boolean holds = holds(contents[i], query);
                    boolean mayHold = screening.mayHold(i);
                    assertThat(holds && !mayHold)
                            .as("%s in %s", query, contents[i])
                            .isFalse();
                    out += mayHold ? 0 : 1;
                    there += holds ? 1 : 0;
                }
                screening.leave();
            }
        }
        assertThat(out).isGreaterThan(3_000);
        assertThat(there).isGreaterThan(3_000);
    }

    private List<Boolean> screened(TextQuery query) throws StoreException {
        Screening screening = account.screening(query, contents());
        List<Boolean> all = new ArrayList<>();
        for (int i = 0; i < screening.size(); i++) {
            all.add(screening.mayHold(i));
        }
        return all;
    }

    @Test
    void plainMailIsRuledOutByItsOctets() throws StoreException {
        append(TRACE, "Subject: penny\r\n\r\nA post.\r\n");
        append(TRACE, """
                Content-Type: multipart/alternative; boundary=b

                --b
                Content-Type: text/plain; charset=utf-8

                A post.
                --b
                Content-Type: text/html; charset=utf-8
                Content-Transfer-Encoding: 7bit

                <p>A post.
                --b--
                """.replace("\n", "\r\n"));
        append(TRACE, "Content-Transfer-Encoding: base64\r\n\r\ncGVubnk=\r\n");
        append(TRACE, "Content-Type: text/html; charset=utf-8\r\n\r\nx&eacute;\r\n");
        append(TRACE, "Subject: x\r\n\r\n" + "long ".repeat(20_000));
        assertThat(screened(new TextQuery.Body(new Needle("penny")))).containsExactly(false, false, true, false, true);
        assertThat(screened(new TextQuery.Text(new Needle("penny")))).containsExactly(true, false, true, false, true);
        assertThat(screened(new TextQuery.Body(new Needle("POST")))).containsExactly(true, true, true, false, true);
        assertThat(screened(new TextQuery.Body(new Needle("x\u00e9")))).containsExactly(false, true, true, true, true);
        assertThat(screened(new TextQuery.Header("Subject", new Needle("x"))))
                .containsExactly(false, false, false, false, true);
    }
}
