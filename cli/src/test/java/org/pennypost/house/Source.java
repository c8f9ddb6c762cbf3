package org.pennypost.house;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.pennypost.testkit.Repository;

/**
 * A text file of the project.
 *
 * @param path from the top, with slashes
 */
record Source(String path, String text) {
    private static final Set<String> BYTES = Set.of("png", "jpg", "ico", "jar", "p12", "gz", "eml", "bin");

    /** Every text file of the project. */
    static List<Source> all() {
        return Repository.files().stream()
                .filter(file -> !BYTES.contains(extension(file.toString())))
                .map(Source::read)
                .toList();
    }

    private static Source read(Path file) {
        try {
            String path = Repository.top().relativize(file).toString().replace('\\', '/');
            byte[] bytes = Files.readAllBytes(file);
            try {
                return new Source(
                        path,
                        StandardCharsets.UTF_8
                                .newDecoder()
                                .decode(ByteBuffer.wrap(bytes))
                                .toString());
            } catch (CharacterCodingException e) {
                throw new IllegalStateException(
                        path + " is no UTF-8: write it so, or give it an extension that says it is no text", e);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String extension(String path) {
        return path.substring(path.lastIndexOf('.') + 1);
    }

    boolean isJava() {
        return path.endsWith(".java");
    }

    boolean isMainJava() {
        return isJava() && path.contains("/src/main/java/");
    }

    boolean isTranscript() {
        return path.contains("/src/test/transcripts/") && path.endsWith(".txt");
    }

    boolean isMarkdown() {
        return path.endsWith(".md");
    }

    /** The first folder of the path: for Java sources the module. */
    String module() {
        return path.substring(0, Math.max(0, path.indexOf('/')));
    }

    /** The number of the line that holds this character, from 1. */
    int line(int offset) {
        return (int) text.substring(0, offset).chars().filter(c -> c == '\n').count() + 1;
    }

    /** The same source with comments and the contents of literals blanked, line ends kept: what is left is what is called. */
    Source code() {
        return new Source(path, JavaText.withoutCommentsAndLiterals(text));
    }
}
