package org.pennypost.mime.parse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.pennypost.mime.AddressReader;
import org.pennypost.mime.FoundAddress;
import org.pennypost.mime.MailDate;
import org.pennypost.mime.MessageIds;
import org.pennypost.testkit.HostileMail;

/**
 * Messages made to break parsers ({@link HostileMail}), too large to be files: of each the tree that must come out stands in {@code src/test/attacks}, shortened
 * where it says the same again and again ({@link TreeText#shortened}). {@code -Dcorpus.update=true} writes the trees anew: read the difference before believing
 * it. Beside the tree, what the parser may allocate is bounded; that does not depend on the machine, and a parser that does something again and again allocates
 * too much or never ends.
 */
class AttackTest {
    private static final Path FOLDER = Path.of("src/test/attacks");
    private static final long ALLOCATED_MAX = 64L << 20;
    private static final int SHOWN_MAX = 120;

    @TempDir
    Path folder;

    @TestFactory
    Stream<DynamicNode> areHarmless() {
        return HostileMail.ALL.stream()
                .map(attack -> dynamicTest(attack.name(), file(attack).toUri(), () -> isHarmless(attack)));
    }

    private static Path file(HostileMail attack) {
        return FOLDER.resolve(attack.fileName() + ".tree");
    }

    private void isHarmless(HostileMail attack) throws IOException {
        Path file = folder.resolve("attack.eml");
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file), 1 << 16)) {
            attack.writeTo(out, attack.times());
        }
        try (FileSource source = FileSource.open(file)) {
            long before = allocatedBytes();
            ParsedMessage message = ParsedMessage.parse(source, ParserOptions.DEFAULT);
            long allocated = allocatedBytes() - before;

            String tree = recipe(attack)
                    + TreeText.shortened(message)
                    + fields(message.root().header());
            if (Boolean.getBoolean("corpus.update")) {
                Files.writeString(file(attack), tree);
            }
            assertThat(tree).isEqualTo(Files.readString(file(attack)));
            assertThat(allocated).isLessThan(ALLOCATED_MAX);
            assertThat(message.root().bodyEnd()).isEqualTo(source.sizeBytes());
        }
    }

    @Test
    void noTreeIsLeftOver() throws IOException {
        try (Stream<Path> files = Files.list(FOLDER)) {
            assertThat(files)
                    .containsExactlyInAnyOrderElementsOf(
                            HostileMail.ALL.stream().map(AttackTest::file).toList());
        }
    }

    /** What the message is, as comments. */
    private static String recipe(HostileMail attack) {
        String start = attack.start().isEmpty() ? "" : "# " + literal(attack.start()) + "\n";
        return "# " + attack.name() + "\n" + start
                + "# then, %,d times, number 7 being this: %s\n"
                        .formatted(attack.times(), literal(attack.repeated().apply(7)));
    }

    /** What the fields say that an attack may be about. */
    private static String fields(Header header) {
        StringBuilder text = new StringBuilder();
        for (String name : List.of("From", "To", "Cc")) {
            header.first(name).ifPresent(field -> {
                List<FoundAddress> found = AddressReader.read(field.value());
                text.append("= %s: %,d found".formatted(name, found.size()))
                        .append(
                                found.isEmpty()
                                        ? ""
                                        : ", the first "
                                                + literal(found.getFirst().toString()))
                        .append('\n');
            });
        }
        header.first("Date")
                .ifPresent(field -> text.append("= Date: ")
                        .append(MailDate.parse(field.value())
                                .map(Object::toString)
                                .orElse("none"))
                        .append('\n'));
        header.first("References")
                .ifPresent(field -> text.append("= References: %,d identifiers\n"
                        .formatted(MessageIds.read(field.value()).size())));
        header.first("Subject")
                .ifPresent(field ->
                        text.append("= Subject: ").append(literal(field.text())).append('\n'));
        return text.toString();
    }

    private static String literal(String text) {
        String literal = text.replace("\r", "\\r").replace("\n", "\\n").replace("\0", "\\0");
        return literal.length() <= SHOWN_MAX
                ? '"' + literal + '"'
                : '"' + literal.substring(0, SHOWN_MAX) + "\"... (%,d characters)".formatted(text.length());
    }

    private static long allocatedBytes() {
        return ((com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean()).getCurrentThreadAllocatedBytes();
    }
}
