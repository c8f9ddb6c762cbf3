package org.pennypost.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.pennypost.mailbox.projection.BodyStructure;
import org.pennypost.mailbox.projection.Envelope;
import org.pennypost.mailbox.projection.Projection;
import org.pennypost.mailbox.projection.Projector;
import org.pennypost.mailbox.projection.StoredProjection;
import org.pennypost.mime.parse.ByteSource;
import org.pennypost.store.StoreException;

/** What it costs to compute the projection of an ordinary message of 5 kB, and to read it. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class ProjectionBenchmark {
    private static final String HEADER = """
            Received: from mail.example.org (mail.example.org [192.0.2.7])
             by mx.example.test (Postfix) with ESMTPS id 4ABCDEF
             for <alice@example.test>; Mon, 23 Nov 2026 12:00:00 +0000 (UTC)
            DKIM-Signature: v=1; a=rsa-sha256; c=relaxed/relaxed; d=example.org; s=mail;
             t=1795435200; bh=47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=;
             h=Date:From:To:Subject:From; b=dzdVyOfAKCdLXdJOc9G2q8LoXSlEniSbav+yuU4zGeeruD
            Date: Mon, 23 Nov 2026 12:00:00 +0000
            From: =?UTF-8?Q?J=C3=BCrgen_M=C3=BCller?= <juergen.mueller@example.org>
            To: Alice Adams <alice@example.test>, "Bob, Builder" <bob@example.test>
            Cc: list@example.org
            Subject: Re: [list] The agenda of the meeting next week
            Message-ID: <20261123120000.12345@example.org>
            In-Reply-To: <20261122090000.54321@example.test>
            References: <20261120080000.1@example.test> <20261121080000.2@example.org>
             <20261122090000.54321@example.test>
            User-Agent: Mozilla Thunderbird
            X-Spam-Status: No, score=-1.2
            MIME-Version: 1.0
            Content-Type: %s

            """;

    private static final String SENTENCE = "The agenda has four points, and each of them needs a decision today.\n";

    private final ByteSource plain = source(plainMessage());

    private final ByteSource alternative = source(HEADER.formatted("multipart/alternative; boundary=\"=_b1\"")
            + "--=_b1\nContent-Type: text/plain; charset=UTF-8\nContent-Transfer-Encoding: quoted-printable\n\n"
            + "Hello Alice,\n\n" + SENTENCE.repeat(20)
            + "--=_b1\nContent-Type: text/html; charset=UTF-8\nContent-Transfer-Encoding: quoted-printable\n\n"
            + "<html><body><p>Hello Alice,</p>\n" + ("<p>" + SENTENCE).repeat(22) + "</body></html>\n--=_b1--\n");

    private final ByteSource html = source(HEADER.formatted("text/html; charset=UTF-8")
            + "<html><body><p>Hello Alice,</p>\n" + ("<p>" + SENTENCE).repeat(45) + "</body></html>\n");

    private final byte[] noPrefix = {};
    private final Projection stored = stored();

    /** Returns an ordinary message of 5 kB in plain text, its lines ended by LF. */
    static String plainMessage() {
        return HEADER.formatted("text/plain; charset=UTF-8; format=flowed") + "Hello Alice,\n\n" + SENTENCE.repeat(50);
    }

    private static ByteSource source(String text) {
        return ByteSource.of(text.replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8));
    }

    private Projection stored() {
        try {
            return Projection.of(Projector.project(alternative, noPrefix).bytes(), noPrefix);
        } catch (IOException e) {
            throw new IllegalStateException("an array cannot fail", e);
        }
    }

    @Benchmark
    public StoredProjection projectPlain() throws IOException {
        return Projector.project(plain, noPrefix);
    }

    @Benchmark
    public StoredProjection projectAlternative() throws IOException {
        return Projector.project(alternative, noPrefix);
    }

    /** With jsoup, which finds the words of the preview. */
    @Benchmark
    public StoredProjection projectHtml() throws IOException {
        return Projector.project(html, noPrefix);
    }

    @Benchmark
    public Envelope readEnvelope() throws StoreException {
        return stored.envelope();
    }

    @Benchmark
    public BodyStructure readStructure() throws StoreException {
        return stored.structure();
    }
}
