package org.pennypost.mime;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A file to send along.
 *
 * {@snippet :
 * Attachment photo = Attachment.of(Path.of("photo.jpg"), FileTypes.load());
 * if (!photo.note().isEmpty()) {
 *     System.err.println(photo.note()); // photo.jpg is named like image/jpeg but begins like image/heic
 * }
 * }
 *
 * @param fileName the name that the reader sees, without folders
 * @param type what it is
 * @param content its bytes, which arrive as they are
 * @param note what is odd about it, in one line for a person; empty where nothing is
 */
public record Attachment(HeaderText fileName, MediaType type, Content content, String note) {
    /**
     * Attaches a file. Its extension says its type; without one that is known, its first bytes do. Where the two disagree the extension is believed, as the
     * reader's system will, and {@link #note} says so.
     *
     * @throws IOException when the file is missing, is a folder, or cannot be read
     * @throws BadField when its name cannot be in a header field
     */
    public static Attachment of(Path file, FileTypes types) throws IOException, BadField {
        if (!Files.exists(file)) {
            throw new NoSuchFileException(file.toString());
        }
        if (!Files.isRegularFile(file)) {
            throw new IOException(file + ": only a file can be attached, and this is none");
        }
        String name = String.valueOf(file.getFileName());
        Content content = Content.of(file);
        byte[] head;
        try (InputStream in = content.open()) {
            head = in.readNBytes(Signature.HEAD_BYTES);
        }
        Optional<MediaType> byName = types.byName(name);
        MediaType type = byName.or(() -> Signature.typeOf(head)).orElseGet(() -> guess(content));
        String note = byName.map(named -> disagreement(name, named, head)).orElse("");
        return new Attachment(HeaderText.of(name), type, content, note);
    }

    private static MediaType guess(Content content) {
        try {
            ContentScan scan = ContentScan.of(content);
            return scan.utf8() && !scan.controls() ? MediaType.TEXT_PLAIN : MediaType.OCTET_STREAM;
        } catch (IOException _) {
            return MediaType.OCTET_STREAM;
        }
    }

    private static String disagreement(String name, MediaType named, byte[] head) {
        Optional<Signature> found = Signature.of(head);
        if (found.isPresent()) {
            return found.get().allows(named)
                    ? ""
                    : name + " is named like " + named + " but begins like "
                            + found.get().type();
        }
        Optional<Signature> expected = Signature.expectedFor(named);
        boolean other = named.equals(MediaType.MESSAGE_RFC822)
                ? MessageStart.of(head, 0, head.length) != MessageStart.FIELD
                : expected.isPresent() && !expected.get().matches(head);
        return other && head.length > 0 ? name + " is named like " + named + " but does not begin like it" : "";
    }
}
