package org.pennypost.mime;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.pennypost.mime.parse.ParsedMessage;
import org.pennypost.mime.parse.Part;
import org.pennypost.testkit.Gen;

/** What is written is read as what it was; and what is read is written as the bytes that it was. */
class RoundTripTest {
    private static final Instant NOW = Instant.parse("2026-11-25T10:00:00Z");
    private static final List<String> PIECES = List.of(
            "a", " word", " (x)", ", \"q\"", " =?utf-8?Q?", " é", " 日本", "𝄞", ".", ";", "%41", "'", "\\", "\t");

    @ParameterizedTest
    @EnumSource(Target.class)
    void parsingGivesWhatWasWritten(Target target) throws Exception {
        Gen gen = Gen.seeded("RoundTripTest");
        for (int i = 0; i < 500; i++) {
            String subject = words(gen);
            String text = String.join("\r\n", gen.list(1, 5, () -> words(gen))) + "\r\n";
            Address.Mailbox from = new Address.Mailbox(words(gen), gen.word(1, 8), "example.org");
            List<String> names = gen.list(0, 3, () -> "n" + words(gen));
            List<byte[]> files = new ArrayList<>();
            MessageBuilder builder = new MessageBuilder(
                            InstantSource.fixed(NOW), new SplittableRandom(gen.longNumber()))
                    .from(from)
                    .subject(HeaderText.of(subject))
                    .text(text);
            for (String name : names) {
                files.add(gen.bytes(0, 500));
                builder.attach(
                        new Attachment(HeaderText.of(name), MediaType.OCTET_STREAM, Content.of(files.getLast()), ""));
            }
            ByteArrayOutputStream written = new ByteArrayOutputStream();
            builder.build().writeTo(written, target);
            ParsedMessage message = ParsedMessage.parse(written.toByteArray());

            assertThat(message.defects()).isEmpty();
            assertThat(message.root().header().text("Subject")).isEqualTo(subject);
            assertThat(MailDate.parse(message.root().header().value("Date"))).contains(NOW.atOffset(ZoneOffset.UTC));
            assertThat(AddressReader.read(message.root().header().value("From")))
                    .singleElement()
                    .satisfies(found -> assertThat(found.address()).contains(from));
            List<Part> leaves = new ArrayList<>();
            message.root().walk(part -> leaves.addAll(part instanceof Part.Leaf ? List.of(part) : List.of()));
            assertThat(leaves.getFirst().text(100_000)).isEqualTo(text);
            assertThat(leaves).hasSize(1 + files.size());
            for (int k = 0; k < files.size(); k++) {
                assertThat(leaves.get(k + 1).fileName()).contains(names.get(k));
                assertThat(leaves.get(k + 1).decoded().readAllBytes()).isEqualTo(files.get(k));
            }
            ByteArrayOutputStream again = new ByteArrayOutputStream();
            message.writeTo(again);
            assertThat(again.toByteArray()).isEqualTo(written.toByteArray());
        }
    }

    private static String words(Gen gen) {
        return ("w" + String.join("", gen.list(0, 12, () -> gen.oneOf(PIECES))) + "w")
                .replace('\t', gen.onceIn(2) ? '\t' : ' ');
    }
}
