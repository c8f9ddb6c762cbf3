package org.pennypost.bench;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.concurrent.TimeUnit;
import org.apache.james.mime4j.MimeException;
import org.apache.james.mime4j.dom.Message;
import org.apache.james.mime4j.message.DefaultMessageBuilder;
import org.apache.james.mime4j.parser.AbstractContentHandler;
import org.apache.james.mime4j.parser.MimeStreamParser;
import org.apache.james.mime4j.stream.MimeConfig;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.pennypost.mime.parse.ParsedMessage;

/**
 * The tree of a message, beside apache-mime4j's: its tree, which keeps the bodies too, and its events alone, which do the least that it can do. The messages
 * are one of text with its HTML (5 kB), the same longer (50 kB), and one with two attachments (10 MB); each has a header of twenty fields.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class ParseBenchmark {
    /** The message's size in bytes. */
    @Param({"5000", "50000", "10000000"})
    public int size;

    private byte[] message = new byte[0];

    @Setup
    public void write() {
        message = message(size).getBytes(StandardCharsets.US_ASCII);
    }

    private static String message(int size) {
        String header = """
                Return-Path: <alice@example.org>
                Delivered-To: bob@example.test
                Received: from mail.example.org (mail.example.org [192.0.2.17])
                 by mx.example.test (Pennypost) with ESMTPS id 4q7x1z
                 for <bob@example.test>; Wed, 25 Nov 2026 10:00:01 +0100
                DKIM-Signature: v=1; a=rsa-sha256; c=relaxed/relaxed; d=example.org; s=a1;
                 h=from:to:subject:date:message-id; bh=47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=;
                 b=dzdVyOfAKCdLXdJOc9G2q8LoXSlEniSbav+yuU4zGeeruD00lszZVoG4ZHRNiYzR
                Received: from laptop.example.org ([198.51.100.3]) by mail.example.org
                 with ESMTPSA; Wed, 25 Nov 2026 09:59:59 +0100
                From: =?utf-8?Q?Alice_M=C3=BCller?= <alice@example.org>
                To: Bob <bob@example.test>, "Carol, of the board" <carol@example.net>
                Cc: list@example.org
                Subject: =?utf-8?Q?Gr=C3=BC=C3=9Fe?= from the coast
                Date: Wed, 25 Nov 2026 09:59:58 +0100
                Message-ID: <5e0f6a4c-1b7e-4a55-8f7c-2d9c6e1f0a11@example.org>
                In-Reply-To: <20261124180000.12345@example.test>
                References: <20261123180000.12344@example.test>
                 <20261124180000.12345@example.test>
                User-Agent: Mozilla Thunderbird
                MIME-Version: 1.0
                X-Spam-Status: No, score=-2.1
                List-Id: The list <list.example.org>
                List-Unsubscribe: <mailto:leave@example.org>
                """.replace("\n", "\r\n");
        if (size > 1_000_000) {
            return header
                    + "Content-Type: multipart/mixed; boundary=\"=_outer\"\r\n\r\n"
                    + "--=_outer\r\n" + alternative(20_000)
                    + attachment("photo.jpg", "image/jpeg", size / 2 - 12_000)
                    + attachment("report.pdf", "application/pdf", size / 2 - 12_000)
                    + "--=_outer--\r\n";
        }
        return header + alternative(size - header.length());
    }

    private static String alternative(int size) {
        String line = "The quick brown fox jumps over the lazy dog, and the dog sleeps on=2E\r\n";
        String text = line.repeat(Math.max(1, (size - 400) / 2 / line.length()));
        return "Content-Type: multipart/alternative; boundary=\"=_inner\"\r\n\r\n"
                + "--=_inner\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n"
                + text
                + "\r\n--=_inner\r\nContent-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n"
                + text
                + "\r\n--=_inner--\r\n";
    }

    private static String attachment(String name, String type, int encodedSize) {
        String body = Base64.getMimeEncoder().encodeToString(Bytes.of(encodedSize / 78 * 57));
        return "\r\n--=_outer\r\nContent-Type: " + type + "; name=" + name
                + "\r\nContent-Disposition: attachment; filename=" + name
                + "\r\nContent-Transfer-Encoding: base64\r\n\r\n" + body + "\r\n";
    }

    @Benchmark
    public ParsedMessage pennypost() {
        return ParsedMessage.parse(message);
    }

    @Benchmark
    public Message mime4jTree() throws IOException {
        DefaultMessageBuilder builder = new DefaultMessageBuilder();
        builder.setMimeEntityConfig(MimeConfig.PERMISSIVE);
        return builder.parseMessage(new ByteArrayInputStream(message));
    }

    @Benchmark
    public MimeStreamParser mime4jEvents() throws IOException, MimeException {
        MimeStreamParser parser = new MimeStreamParser(MimeConfig.PERMISSIVE);
        parser.setContentHandler(new AbstractContentHandler() {});
        parser.parse(new ByteArrayInputStream(message));
        return parser;
    }
}
