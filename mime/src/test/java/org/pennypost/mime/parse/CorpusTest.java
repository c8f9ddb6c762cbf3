package org.pennypost.mime.parse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Every message of {@code src/test/corpus}, beside which its tree stands as text ({@link TreeText}). {@code -Dcorpus.update=true} writes the trees anew: read
 * the difference before believing it.
 */
class CorpusTest {
    static final Path FOLDER = Path.of("src/test/corpus");
    private static final List<Integer> PIECES = List.of(1, 7, 1000, 1 << 20);

    static List<Path> messages() throws IOException {
        try (Stream<Path> files = Files.list(FOLDER)) {
            return files.filter(file -> file.toString().endsWith(".eml"))
                    .sorted()
                    .toList();
        }
    }

    @TestFactory
    Stream<DynamicNode> everyMessageHasItsTree() throws IOException {
        return messages().stream()
                .map(file -> dynamicTest(file.getFileName().toString(), file.toUri(), () -> read(file)));
    }

    private static void read(Path file) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        Path expected = Path.of(file.toString().replaceAll("eml$", "tree"));
        String tree = TreeText.of(ParsedMessage.parse(bytes));
        if (Boolean.getBoolean("corpus.update")) {
            Files.writeString(expected, tree);
        }

        assertThat(tree).isEqualTo(Files.readString(expected));
        TreeCheck.check(bytes, ParserOptions.DEFAULT);
        String events = TreeCheck.events(bytes, ParserOptions.DEFAULT);
        for (int pieceBytes : PIECES) {
            assertThat(TreeCheck.events(bytes, ParserOptions.DEFAULT, pieceBytes))
                    .isEqualTo(events);
        }
        try (FileSource source = FileSource.open(file)) {
            assertThat(TreeText.of(ParsedMessage.parse(source, ParserOptions.DEFAULT)))
                    .isEqualTo(tree);
        }
    }

    @Test
    void noTreeIsLeftOver() throws IOException {
        try (Stream<Path> files = Files.list(FOLDER)) {
            assertThat(files.filter(file -> file.toString().endsWith(".tree"))
                            .map(file -> Path.of(file.toString().replaceAll("tree$", "eml"))))
                    .containsExactlyInAnyOrderElementsOf(messages());
        }
    }
}
