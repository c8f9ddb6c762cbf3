package org.pennypost.mime;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whoever learns the library from its Javadoc learns what compiles: each {@code @snippet} is put into a method and given to the compiler. */
class JavadocExamplesTest {
    private static final Path SOURCES = Path.of("src/main/java/org/pennypost/mime");
    private static final String BEGIN = "{@snippet :";

    /** The types that people begin with. */
    private static final List<String> WITH_EXAMPLE = List.of(
            "AddressList",
            "AddressReader",
            "Attachment",
            "ContentType",
            "EncodedWords",
            "FileTypes",
            "FlowedText",
            "HeaderBlock",
            "HeaderText",
            "MailDate",
            "MessageBuilder",
            "MessageIds",
            "Report",
            "Charsets",
            "TransferEncoding",
            "PartialMessage",
            "PartialPiece",
            "SevenBit",
            "EncodedBlock",
            "Tnef",
            "YencPiece",
            "FileSource",
            "FoundReport",
            "MessageParser",
            "ParsedMessage",
            "Part");

    /** What an example may use without saying where it comes from. */
    private static final String AROUND = """
            import java.io.*;
            import java.nio.charset.*;
            import java.nio.file.Path;
            import java.security.SecureRandom;
            import java.time.*;
            import java.util.*;
            import org.pennypost.mime.*;
            import org.pennypost.mime.charset.*;
            import org.pennypost.mime.codec.*;
            import org.pennypost.mime.convert.*;
            import org.pennypost.mime.legacy.*;
            import org.pennypost.mime.parse.*;

            abstract class %s {
                byte[] bytes;
                InputStream in;
                ByteArrayOutputStream out;
                ParsedMessage message;
                Part part;
                String text;

                void example(%s) throws Exception {
            %s
                }
            }
            """;

    @TempDir
    Path folder;

    @Test
    void eachExampleCompiles() throws IOException {
        Map<String, String> examples = examples();
        assertThat(examples.keySet()).containsAll(WITH_EXAMPLE);
        List<Path> files = new ArrayList<>();
        for (Map.Entry<String, String> example : examples.entrySet()) {
            String name = example.getKey() + "Example";
            // Two types share their pieces: a map where they are gathered, a list where they are joined.
            String pieces = example.getKey().equals("PartialPiece")
                    ? "Map<String, List<PartialPiece>> pieces"
                    : example.getKey().equals("PartialMessage") ? "List<PartialPiece> pieces" : "";
            files.add(Files.writeString(
                    folder.resolve(name + ".java"), AROUND.formatted(name, pieces, example.getValue())));
        }
        assertThat(complaints(files)).isEmpty();
    }

    @Test
    void whatDoesNotCompileIsFound() throws IOException {
        Path wrong =
                Files.writeString(folder.resolve("Wrong.java"), AROUND.formatted("Wrong", "", "MailDate.parse(7);"));
        assertThat(complaints(List.of(wrong))).contains("Wrong.java");
    }

    private static Map<String, String> examples() throws IOException {
        List<Path> sources;
        try (Stream<Path> files = Files.walk(SOURCES)) {
            sources = files.filter(file -> file.toString().endsWith(".java")).toList();
        }
        Map<String, String> examples = new TreeMap<>();
        for (Path source : sources) {
            String text = Files.readString(source);
            for (int at = text.indexOf(BEGIN); at >= 0; at = text.indexOf(BEGIN, at + 1)) {
                String name = source.getFileName().toString().replace(".java", "");
                assertThat(examples.put(name, example(text, at + BEGIN.length())))
                        .as("one example for each type: %s", name)
                        .isNull();
            }
        }
        return examples;
    }

    /** Up to the brace that closes the tag, without what Javadoc has at the beginning of lines. */
    private static String example(String text, int from) {
        int open = 1;
        int at = from;
        while (open > 0) {
            char c = text.charAt(at++);
            open += c == '{' ? 1 : c == '}' ? -1 : 0;
        }
        return text.substring(from, at - 1).replaceAll("(?m)^ *\\* ?", "");
    }

    private String complaints(List<Path> files) throws IOException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        StringWriter complaints = new StringWriter();
        try (StandardJavaFileManager manager = compiler.getStandardFileManager(null, null, null)) {
            String classes = System.getProperty("java.class.path")
                    + File.pathSeparator
                    + System.getProperty("jdk.module.path", "");
            compiler.getTask(
                            complaints,
                            manager,
                            null,
                            List.of("-proc:none", "-d", folder.toString(), "-cp", classes + place()),
                            null,
                            manager.getJavaFileObjectsFromPaths(files))
                    .call();
        }
        return complaints.toString();
    }

    /** Where the library is that is tested, on whichever path. */
    private static String place() throws IOException {
        try {
            return File.pathSeparator
                    + Path.of(MessageBuilder.class
                            .getProtectionDomain()
                            .getCodeSource()
                            .getLocation()
                            .toURI());
        } catch (java.net.URISyntaxException odd) {
            throw new IOException(odd);
        }
    }
}
