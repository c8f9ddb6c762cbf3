package org.pennypost.mailbox.projection;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.pennypost.mailbox.thread.BaseSubject;
import org.pennypost.mailbox.thread.ThreadKey;
import org.pennypost.mime.parse.ByteSource;
import org.pennypost.store.StoreException;

final class ProjectorTest {
    private static final String PREFIX = crlf("""
                Return-Path: <a@example.org>
                Delivered-To: alice@example.test
                Received: from x
                 by y; Mon, 23 Nov 2026 12:00:00 +0000
                """);

    private static final String MESSAGE = """
            From: =?utf-8?Q?J=C3=BCrgen?= <j@example.org>
            To: Friends: "Bob, B." <bob@example.test>, carol@example.test;,
             dave@example.test (Dave D.)
            Subject: Re: [list] Lunch
             today
            Date: Mon, 23 Nov 2026 13:00:00 +0100
            Message-ID: <3@example.org>
            References: <1@example.org> <"2"@example.org>
            X-Odd: yes
            MIME-Version: 1.0
            Content-Type: multipart/mixed; boundary=b

            preamble
            --b
            Content-Type: multipart/alternative; boundary=c

            --c
            Content-Type: text/plain; charset=iso-8859-1
            Content-Transfer-Encoding: quoted-printable

            Hello Bob,

            the caf=E9 opens at noon.
            --c
            Content-Type: text/html

            <p>the caf&eacute;</p>
            --c--
            --b
            Content-Type: application/pdf; name="menu.pdf"
            Content-Disposition: attachment; filename="menu.pdf"; size=3
            Content-Transfer-Encoding: base64
            Content-ID: <pdf@example.org>
            Content-Description: The menu
            Content-Language: en, de
            Content-MD5: Q2hlY2s=

            YWJj
            --b
            Content-Type: message/rfc822

            From: inner@example.org
            Subject: Inner

            inner text
            --b--
            """.replace("\n", "\r\n");

    private static Projection projection(String prefix, String blob) throws IOException {
        byte[] before = prefix.getBytes(ISO_8859_1);
        StoredProjection stored = Projector.project(ByteSource.of(blob.getBytes(ISO_8859_1)), before);
        assertThat(stored.isCurrent()).isTrue();
        return Projection.of(stored.bytes(), before);
    }

    private static String crlf(String lines) {
        return lines.replace("\n", "\r\n");
    }

    private static String slice(String message, long from, long to) {
        return message.substring((int) from, (int) to);
    }

    @Test
    void theEnvelopeIsAsWritten() throws Exception {
        Envelope envelope = projection(PREFIX, MESSAGE).envelope();
        assertThat(envelope.from())
                .containsExactly(new EnvelopeAddress.Mailbox("=?utf-8?Q?J=C3=BCrgen?=", "j", "example.org"));
        assertThat(envelope.sender()).isEqualTo(envelope.from());
        assertThat(envelope.replyTo()).isEqualTo(envelope.from());
        assertThat(envelope.to())
                .containsExactly(
                        new EnvelopeAddress.GroupStart("Friends"),
                        new EnvelopeAddress.Mailbox("Bob, B.", "bob", "example.test"),
                        new EnvelopeAddress.Mailbox("", "carol", "example.test"),
                        new EnvelopeAddress.GroupEnd(),
                        new EnvelopeAddress.Mailbox("Dave D.", "dave", "example.test"));
        assertThat(envelope.cc()).isEmpty();
        assertThat(envelope.subject()).isEqualTo("Re: [list] Lunch today");
        assertThat(envelope.date()).isEqualTo("Mon, 23 Nov 2026 13:00:00 +0100");
        assertThat(envelope.messageId()).isEqualTo("<3@example.org>");
        assertThat(envelope.inReplyTo()).isNull();
    }

    @Test
    void theStructureSaysWhatAndWhere() throws Exception {
        String whole = PREFIX + MESSAGE;
        BodyStructure root = projection(PREFIX, MESSAGE).structure();
        assertThat(root.place().headerStart()).isZero();
        assertThat(slice(whole, 0, root.place().bodyStart())).endsWith("boundary=b\r\n\r\n");
        assertThat(root.place().bodyEnd()).isEqualTo(whole.length());
        BodyStructure plain = root.part(List.of(1, 1)).orElseThrow();
        assertThat(slice(whole, plain.place().bodyStart(), plain.place().bodyEnd()))
                .isEqualTo("Hello Bob,\r\n\r\nthe caf=E9 opens at noon.");
        assertThat(slice(whole, plain.place().headerStart(), plain.place().bodyStart()))
                .isEqualTo(crlf("""
                Content-Type: text/plain; charset=iso-8859-1
                Content-Transfer-Encoding: quoted-printable

                """));
        assertThat(plain).isInstanceOfSatisfying(BodyStructure.Text.class, text -> {
            assertThat(text.lines()).isEqualTo(3);
            assertThat(text.fields().encoding()).isEqualTo("quoted-printable");
            assertThat(text.fields().parameter("charset")).contains("iso-8859-1");
        });
        BodyStructure pdf = root.part(List.of(2)).orElseThrow();
        assertThat(pdf.fields().type()).hasToString("application/pdf");
        assertThat(pdf.fields().id()).isEqualTo("<pdf@example.org>");
        assertThat(pdf.fields().description()).isEqualTo("The menu");
        assertThat(pdf.fields().languages()).containsExactly("en", "de");
        assertThat(pdf.fields().md5()).isEqualTo("Q2hlY2s=");
        assertThat(pdf.fields().disposition())
                .isEqualTo(new BodyStructure.Disposition(
                        "attachment",
                        List.of(
                                new BodyStructure.Parameter("filename", "menu.pdf"),
                                new BodyStructure.Parameter("size", "3"))));
        assertThat(pdf.place().bodyOctets()).isEqualTo(4);
        assertThat(root.part(List.of(3)).orElseThrow()).isInstanceOfSatisfying(BodyStructure.Message.class, message -> {
            assertThat(message.envelope().subject()).isEqualTo("Inner");
            PartPlace inner = message.message().place();
            assertThat(slice(whole, inner.headerStart(), inner.bodyStart()))
                    .isEqualTo("From: inner@example.org\r\nSubject: Inner\r\n\r\n");
            assertThat(slice(whole, inner.bodyStart(), inner.bodyEnd())).isEqualTo("inner text");
        });
        assertThat(root.part(List.of(3, 1)).orElseThrow().place())
                .isEqualTo(((BodyStructure.Message) root.part(List.of(3)).orElseThrow())
                        .message()
                        .place());
        for (List<Integer> none : List.of(List.of(4), List.of(0), List.of(2, 2), List.of(1, 3), List.<Integer>of())) {
            assertThat(root.part(none)).isEmpty();
        }
        assertThat(root.all()).hasSize(7);
    }

    @Test
    void theListingSaysSomething() throws Exception {
        Projection projection = projection(PREFIX, MESSAGE);
        assertThat(projection.preview()).isEqualTo("the café opens at noon.");
        assertThat(projection.hasAttachment()).isTrue();
        assertThat(projection.attachmentNames()).containsExactly("menu.pdf");
        assertThat(projection.sent()).contains(OffsetDateTime.parse("2026-11-23T13:00:00+01:00"));
    }

    @Test
    void threadsAreKnownByKeys() throws Exception {
        ThreadKeys keys = projection("", MESSAGE).threadKeys();
        assertThat(keys.messageId()).isEqualTo(ThreadKey.of("3@example.org"));
        assertThat(keys.references()).containsExactly(ThreadKey.of("1@example.org"), ThreadKey.of("2@example.org"));
        assertThat(keys.subject())
                .isEqualTo(ThreadKey.of(BaseSubject.of("lunch Today").key()));
        assertThat(keys.reply()).isTrue();
    }

    @Test
    void fieldsAreFoundByName() throws Exception {
        String whole = PREFIX + MESSAGE;
        HeaderIndex index = projection(PREFIX, MESSAGE).headerIndex();
        assertThat(fields(whole, index, Set.of("SUBJECT", "Received", "from", "bcc")))
                .isEqualTo(crlf("""
                Received: from x
                 by y; Mon, 23 Nov 2026 12:00:00 +0000
                From: =?utf-8?Q?J=C3=BCrgen?= <j@example.org>
                Subject: Re: [list] Lunch
                 today
                """));
        assertThat(index.ranges(Set.of("received", "from")).orElseThrow()).hasSize(1);
        assertThat(index.ranges(Set.of("from", "x-odd"))).isEmpty();
        assertThat(index.end()).isEqualTo(whole.indexOf("\r\n\r\npreamble") + 2);
    }

    /** For which FETCH opens no message. */
    @Test
    void fieldsThatFoldersAreListedByStandInTheProjection() throws Exception {
        Projection projection = projection(PREFIX, MESSAGE);
        assertThat(listed(projection, "SUBJECT", "Return-Path", "from", "bcc", "x-priority"))
                .contains(slice(PREFIX, 0, PREFIX.indexOf("Delivered")) + crlf("""
                From: =?utf-8?Q?J=C3=BCrgen?= <j@example.org>
                Subject: Re: [list] Lunch
                 today
                """));
        assertThat(listed(projection, "lines")).contains("");
        assertThat(listed(projection, "subject", "x-odd")).isEmpty();
    }

    @Test
    void longFieldsStayInTheMessage() throws Exception {
        String references = "References: " + "<0123456789@example.org> ".repeat(50) + "\r\n";
        Projection projection = projection("", references + "Subject: a\r\n\r\nb\r\n");
        assertThat(listed(projection, "references")).isEmpty();
        assertThat(listed(projection, "subject")).contains("Subject: a\r\n");
        String many = ("To: " + "a@example.org,".repeat(60) + "\r\n").repeat(10);
        projection = projection("", many + "Subject: a\r\n\r\nb\r\n");
        assertThat(listed(projection, "to")).isEmpty();
        assertThat(listed(projection, "subject")).contains("Subject: a\r\n");
    }

    @Test
    void behindAPrefixThatEndsTheHeaderNoFieldsAreListed() throws Exception {
        Projection projection = projection(PREFIX + "\r\n", "Subject: text\r\n\r\nmore\r\n");
        assertThat(listed(projection, "subject")).contains("");
        assertThat(listed(projection, "return-path")).contains(slice(PREFIX, 0, PREFIX.indexOf("Delivered")));
    }

    private static Optional<String> listed(Projection projection, String... names) throws Exception {
        return projection.fields(List.of(names)).map(octets -> new String(octets, StandardCharsets.ISO_8859_1));
    }

    private static String fields(String message, HeaderIndex index, Set<String> names) {
        StringBuilder fields = new StringBuilder();
        index.ranges(names).orElseThrow().forEach(range -> fields.append(slice(message, range.from(), range.to())));
        return fields.toString();
    }

    @Test
    void aMessageWithoutHeaderIsBodyBehindItsPrefix() throws Exception {
        String prefix = PREFIX + "\r\n";
        Projection projection = projection(prefix, "Not: a header, only text\r\nmore\r\n");
        BodyStructure root = projection.structure();
        assertThat(root.place()).isEqualTo(new PartPlace(0, PREFIX.length(), prefix.length(), prefix.length() + 32));
        assertThat(root)
                .isInstanceOfSatisfying(
                        BodyStructure.Text.class,
                        text -> assertThat(text.lines()).isEqualTo(2));
        assertThat(projection.preview()).isEqualTo("Not: a header, only text more");
        assertThat(projection.envelope().subject()).isNull();
        assertThat(projection.headerIndex().end()).isEqualTo(PREFIX.length());
        assertThat(projection.headerIndex().ranges(Set.of("return-path")).orElseThrow())
                .containsExactly(new HeaderIndex.Range(0, PREFIX.indexOf("Delivered")));
    }

    @Test
    void nothingAtAllIsAMessage() throws Exception {
        Projection empty = projection("", "");
        assertThat(empty.structure().place()).isEqualTo(new PartPlace(0, 0, 0, 0));
        assertThat(empty.envelope().from()).isEmpty();
        assertThat(empty.preview()).isEmpty();
        assertThat(empty.sent()).isEmpty();
        assertThat(empty.threadKeys().references()).isEmpty();
    }

    @Test
    void alternativesThatSayNothingAreNotPreviewed() throws Exception {
        String alternatives = crlf("""
                Content-Type: multipart/alternative; boundary=b

                --b

                Your mail reader does not support HTML.
                --b
                Content-Type: text/html; charset=utf-8

                <style>p{}</style><p>B\u00c3\u00a4r</p>
                --b--
                """);
        assertThat(projection("", alternatives).preview()).isEqualTo("Bär");
        String html = "Content-Type: text/html\r\n\r\n<meta charset=koi8-r><p>\u00f0</p>\r\n";
        assertThat(projection("", html).preview()).isEqualTo("П");
    }

    /** RFC 3676 §4.1: a line that ends with a space goes on in the next; with DelSp, without the space. */
    @Test
    void linesThatFlowAreOneInThePreview() throws Exception {
        String text =
                "\r\n\r\nOn Monday, in the room of the council, \r\nBob \r\nwrote:\r\n> No.\r\nZwei \r\n-- \r\nAlice\r\n";
        assertThat(projection("", "Content-Type: text/plain; format=flowed" + text)
                        .preview())
                .isEqualTo("Zwei");
        String cut = "\r\n\r\nBriefmarken \r\nsammlung\r\n";
        assertThat(projection("", "Content-Type: text/plain; Format=Flowed; DelSp=Yes" + cut)
                        .preview())
                .isEqualTo("Briefmarkensammlung");
        assertThat(projection("", "Content-Type: text/plain; delsp=yes" + cut).preview())
                .isEqualTo("Briefmarken sammlung");
    }

    @Test
    void picturesAndSignaturesAreNoAttachments() throws Exception {
        String related = crlf("""
                Content-Type: multipart/related; boundary=b

                --b
                Content-Type: text/html

                x
                --b
                Content-Type: image/png; name=logo.png
                Content-ID: <l>


                --b--
                """);
        assertThat(projection("", related).hasAttachment()).isFalse();
        String signed = crlf("""
                Content-Type: multipart/signed; boundary=b

                --b

                x
                --b
                Content-Type: application/pgp-signature; name=signature.asc


                --b--
                """);
        assertThat(projection("", signed).hasAttachment()).isFalse();
        assertThat(projection("", related.replace("related", "mixed")).attachmentNames())
                .containsExactly("logo.png");
    }

    @Test
    void whatIsTooLongIsCutAndCanBeHadWhole() throws Exception {
        StringBuilder many = new StringBuilder("To: a0@example.org");
        for (int i = 1; i < 4_000; i++) {
            many.append(",\r\n a").append(i).append("@example-").append(i).append(".org");
        }
        String message = many + "\r\nSubject: All\r\n\r\ntext\r\n";
        Projection cut = projection("", message);
        assertThat(cut.isWhole()).isFalse();
        assertThat(cut.preview()).isEqualTo("text");
        ByteSource blob = ByteSource.of(message.getBytes(UTF_8));
        assertThat(Projector.project(blob, new byte[0]).bytes()).hasSizeLessThan(Projection.STORED_OCTETS_MAX);
        Projection whole = Projector.whole(blob, new byte[0]);
        assertThat(whole.isWhole()).isTrue();
        assertThat(whole.envelope().to()).hasSize(4_000);
        assertThat(whole.structure().place().bodyEnd()).isEqualTo(message.length());
    }

    @Test
    void addressesOfAllKindsAreRead() {
        assertThat(EnvelopeAddresses.of("root")).containsExactly(new EnvelopeAddress.Mailbox("", "root", ""));
        assertThat(EnvelopeAddresses.of("<@a,@b:c@d>, <>, x <y>"))
                .containsExactly(new EnvelopeAddress.Mailbox("", "c", "d"), new EnvelopeAddress.Mailbox("x", "y", ""));
        assertThat(EnvelopeAddresses.of("a @ b . c (C) , \"a b\"@[127.0.0.1]"))
                .containsExactly(
                        new EnvelopeAddress.Mailbox("C", "a", "b.c"),
                        new EnvelopeAddress.Mailbox("", "a b", "[127.0.0.1]"));
        assertThat(EnvelopeAddresses.of("undisclosed-recipients:;"))
                .containsExactly(
                        new EnvelopeAddress.GroupStart("undisclosed-recipients"), new EnvelopeAddress.GroupEnd());
        assertThat(EnvelopeAddresses.of("me@home.org <me@work.org>"))
                .containsExactly(new EnvelopeAddress.Mailbox("me@home.org", "me", "work.org"));
        assertThat(EnvelopeAddresses.of("John Q. Public <j@x>, (only a comment)"))
                .containsExactly(new EnvelopeAddress.Mailbox("John Q. Public", "j", "x"));
        assertThat(EnvelopeAddresses.of("\0a\0@\0b\0<\0c@d\0>\0")).isNotEmpty();
        assertThat(EnvelopeAddresses.of("(".repeat(1_000_000))).isEmpty();
        assertThat(EnvelopeAddresses.of("a:".repeat(100_000)).size()).isLessThan(EnvelopeAddresses.COUNT_MAX + 10);
        assertThat(EnvelopeAddresses.of("<a@".repeat(100_000))).isNotEmpty();
    }

    static void readAll(Projection projection) throws StoreException {
        projection.isWhole();
        projection.sent();
        projection.preview();
        projection.attachmentNames();
        projection.threadKeys();
        if (projection.isWhole()) {
            projection.envelope();
            projection.headerIndex().ranges(Set.of("subject"));
            projection.structure().all();
        }
    }
}
