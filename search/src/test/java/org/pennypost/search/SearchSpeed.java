package org.pennypost.search;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.Stream;
import org.pennypost.mailbox.NewMessage;
import org.pennypost.mailbox.TextQuery;
import org.pennypost.mailbox.text.Needle;
import org.pennypost.store.BlobDraft;
import org.pennypost.store.embedded.EmbeddedStore;

/** Measures the index on the durable store: {@code SearchSpeed FOLDER [MESSAGES]}. The table in docs/search.md is its output. */
public final class SearchSpeed {
    private static final int ROUNDS = 7;
    private static final int TOGETHER = 500;

    private final Random random = new Random(1);
    private final List<String> words = new ArrayList<>();
    private final int messages;

    private SearchSpeed(int messages) {
        this.messages = messages;
        for (int i = 0; i < 40_000; i++) {
            StringBuilder word = new StringBuilder();
            for (int left = 2 + random.nextInt(9); left > 0; left--) {
                word.append("etaoinshrdlcumwfgypbvk".charAt((int) (22 * Math.pow(random.nextDouble(), 1.7))));
            }
            words.add(word.toString());
        }
    }

    /** @param args the folder for the store, and how many messages */
    public static void main(String[] args) throws Exception {
        new SearchSpeed(args.length > 1 ? Integer.parseInt(args[1]) : 100_000)
                .run(Files.createTempDirectory(Path.of(args[0]), "search-speed"));
    }

    private void run(Path folder) throws IOException {
        try (IndexedAccount mail =
                new IndexedAccount(EmbeddedStore.open(folder.resolve("store")), folder.resolve("search"))) {
            for (int i = 0; i < messages; i += TOGETHER) {
                deliver(mail, i);
            }
            long start = System.nanoTime();
            mail.index();
            tell("index all", start);
            start = System.nanoTime();
            mail.restart();
            tell("commit, close", start);
            System.out.printf(
                    Locale.ROOT,
                    "%-52s %9.1f bytes a message%n",
                    "index on disk",
                    (double) octets(mail.place()) / messages);
            measure(mail, new TextQuery.Body(new Needle("zebrabody")));
            measure(mail, new TextQuery.Text(new Needle("zebrabody")));
            measure(mail, new TextQuery.Header("subject", new Needle("zebrasubject")));
            measure(mail, new TextQuery.Body(new Needle("nowhereatall")));
            measure(mail, new TextQuery.Body(new Needle("qz")));
            measure(mail, new TextQuery.Body(new Needle("eta")));
            measure(mail, new TextQuery.Body(new Needle(words.get(30_000) + " " + words.get(1))));
        }
    }

    private void measure(IndexedAccount mail, TextQuery query) throws IOException {
        long first = 0;
        long best = Long.MAX_VALUE;
        for (int round = 0; round < ROUNDS; round++) {
            long start = System.nanoTime();
            mail.candidates(query);
            long nanos = System.nanoTime() - start;
            first = round == 0 ? nanos : first;
            best = Math.min(best, nanos);
        }
        System.out.printf(
                Locale.ROOT,
                "%-52s %9.1f first, %9.1f best, ms; %d named%n",
                query,
                first / 1e6,
                best / 1e6,
                mail.candidates(query).named());
    }

    private void deliver(IndexedAccount mail, int from) throws IOException {
        List<NewMessage> fresh = new ArrayList<>();
        List<BlobDraft> drafts = new ArrayList<>();
        for (int i = 0; i < TOGETHER; i++) {
            byte[] bytes = message(from + i).getBytes(US_ASCII);
            BlobDraft draft = mail.store.blobs().draft();
            draft.write(bytes, 0, bytes.length);
            draft.finish();
            drafts.add(draft);
            fresh.add(new NewMessage(draft, new byte[0], java.time.Instant.EPOCH, java.util.Set.of()));
        }
        mail.account.append(mail.account.inbox(), fresh);
        drafts.forEach(BlobDraft::close);
    }

    private String message(int number) {
        StringBuilder text = new StringBuilder("Return-Path: <" + word() + "@example.com>\r\nReceived: from ")
                .append(word())
                .append(" by mx.example.org with ESMTP id ")
                .append(Long.toString(random.nextLong() >>> 1, 36))
                .append("; Mon, 23 Nov 2026 10:00:00 +0000\r\nFrom: ")
                .append(word())
                .append(" <")
                .append(word())
                .append("@example.com>\r\nTo: alice@example.org\r\nMessage-ID: <")
                .append(Long.toString(random.nextLong() >>> 1, 36))
                .append("@example.com>\r\nSubject: ")
                .append(word())
                .append(' ')
                .append(word())
                .append(number % 1_000 == 0 ? " zebrasubject" : "")
                .append("\r\n\r\n");
        while (text.length() < 4_000) {
            text.append(word()).append(random.nextInt(12) == 0 ? "\r\n" : " ");
        }
        return text.append(number % 1_000 == 7 ? "zebrabody\r\n" : "\r\n").toString();
    }

    /** Common ones more often. */
    private String word() {
        return words.get((int) (words.size() * Math.pow(random.nextDouble(), 3)));
    }

    private static long octets(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.mapToLong(file -> file.toFile().length()).sum();
        }
    }

    private static void tell(String what, long start) {
        System.out.printf(Locale.ROOT, "%-52s %9.0f ms%n", what, (System.nanoTime() - start) / 1e6);
    }
}
