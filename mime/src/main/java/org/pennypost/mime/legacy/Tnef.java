package org.pennypost.mime.legacy;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.pennypost.mime.charset.Charsets;

/**
 * What is in a TNEF stream ({@code application/ms-tnef}, {@code winmail.dat}; MS-OXTNEF): the texts of the message and its files.
 *
 * {@snippet :
 * if (Tnef.begins(bytes)) {
 *     for (Tnef.File each : Tnef.read(bytes).files()) {
 *         System.out.println(each.name() + ", " + each.content().length + " octets");
 *     }
 * }
 * }
 *
 * @param subject its subject, or an empty text
 * @param text the text without form, where it has one
 * @param html the text as HTML, in the octets of its own character set
 * @param rtf the text as RTF, decompressed
 * @param files the attachments
 * @param intact whether the stream was read to its end, and within the limits
 */
public record Tnef(
        String subject,
        Optional<String> text,
        Optional<byte[]> html,
        Optional<byte[]> rtf,
        List<File> files,
        boolean intact) {
    /** Messages in messages deeper than this are left as files. */
    public static final int DEPTH_MAX = 8;
    /** More attachments than this are left out. */
    public static final int FILES_MAX = 10_000;
    /** All that is taken out of one stream together, in octets: compressed RTF and messages in messages may grow. */
    public static final long OCTETS_MAX = 1L << 30;

    private static final int SIGNATURE = 0x223E9F78;
    private static final int ATTRIBUTES_MAX = 200_000;

    private static final int OEM_CODE_PAGE = 0x9007;
    private static final int SUBJECT = 0x8004;
    private static final int BODY = 0x800C;
    private static final int MESSAGE_PROPERTIES = 0x9003;
    private static final int ATTACH_BEGIN = 0x9002;
    private static final int ATTACH_TITLE = 0x8010;
    private static final int ATTACH_DATA = 0x800F;
    private static final int ATTACH_PROPERTIES = 0x9005;

    /** Copies the list. */
    public Tnef {
        files = List.copyOf(files);
    }

    /**
     * A file of the stream.
     *
     * @param name its name as written: never a path to write to; empty where it has none
     * @param mediaType what the stream says that it is, or an empty text
     * @param contentId how the HTML names it, or an empty text
     * @param content its octets
     * @param message the message that it is, if it is one
     */
    @SuppressWarnings("ArrayRecordComponent") // the octets are what it is about; compared by nobody
    public record File(String name, String mediaType, String contentId, byte[] content, Optional<Tnef> message) {}

    /** Returns whether octets begin as a TNEF stream does. */
    public static boolean begins(byte[] octets) {
        return new LittleEndian(octets, 0, octets.length).int32() == SIGNATURE;
    }

    /** Reads a stream; what is not one has nothing in it and is not intact. */
    public static Tnef read(byte[] octets) {
        return new Reader(0, new long[] {OCTETS_MAX}).read(octets);
    }

    /** Reads one stream; not for several threads. */
    private static final class Reader {
        private final int depth;
        /** What may still be taken out, shared with the messages inside. */
        private final long[] budget;

        private Charset charset = Charsets.named("windows-1252").orElse(StandardCharsets.ISO_8859_1);
        private String subject = "";
        private Optional<String> text = Optional.empty();
        private Optional<byte[]> html = Optional.empty();
        private Optional<byte[]> rtf = Optional.empty();
        private final List<File> files = new ArrayList<>();
        private boolean intact = true;

        private boolean inFile;
        private String title = "";
        private byte[] data = {};
        private MapiProperties properties = MapiProperties.NONE;

        Reader(int depth, long[] budget) {
            this.depth = depth;
            this.budget = budget;
        }

        Tnef read(byte[] octets) {
            LittleEndian in = new LittleEndian(octets, 0, octets.length);
            if (in.int32() != SIGNATURE) {
                return new Tnef("", Optional.empty(), Optional.empty(), Optional.empty(), List.of(), false);
            }
            in.skip(2);
            for (int i = 0; i < ATTRIBUTES_MAX && in.remaining() > 0 && !in.ended(); i++) {
                attribute(in);
            }
            endFile();
            intact &= in.remaining() == 0 && !in.ended();
            return new Tnef(subject, text, html, rtf, files, intact);
        }

        private void attribute(LittleEndian in) {
            in.skip(1);
            int id = in.int32() & 0xFFFF;
            byte[] value = in.octets(in.int32());
            int sum = 0;
            for (byte octet : value) {
                sum += octet & 0xFF;
            }
            intact &= in.int16() == (sum & 0xFFFF);
            switch (id) {
                case OEM_CODE_PAGE -> {
                    int page = new LittleEndian(value, 0, value.length).int32();
                    charset = Charsets.named("cp" + page).orElse(charset);
                }
                case SUBJECT -> subject = string(value);
                case BODY -> text = Optional.of(string(value));
                case MESSAGE_PROPERTIES -> messageProperties(MapiProperties.read(value, charset));
                case ATTACH_BEGIN -> {
                    endFile();
                    inFile = true;
                }
                case ATTACH_TITLE -> title = string(value);
                case ATTACH_DATA -> data = value;
                case ATTACH_PROPERTIES -> properties = MapiProperties.read(value, charset);
                default -> {}
            }
        }

        private String string(byte[] octets) {
            int length = octets.length;
            while (length > 0 && octets[length - 1] == 0) {
                length--;
            }
            return Charsets.decode(charset, octets, 0, length);
        }

        private void messageProperties(MapiProperties message) {
            intact &= message.intact();
            subject = message.text(MapiProperties.SUBJECT).orElse(subject);
            text = message.text(MapiProperties.BODY).or(() -> text);
            html = message.octets(MapiProperties.BODY_HTML).or(() -> html);
            rtf = message.octets(MapiProperties.RTF_COMPRESSED)
                    .flatMap(compressed ->
                            CompressedRtf.decompress(compressed, (int) Math.min(budget[0], Integer.MAX_VALUE - 8)))
                    .or(() -> rtf);
            rtf.ifPresent(grown -> budget[0] -= grown.length);
        }

        private void endFile() {
            if (!inFile) {
                return;
            }
            if (files.size() >= FILES_MAX || budget[0] <= 0) {
                intact = false;
            } else {
                intact &= properties.intact();
                files.add(file());
            }
            title = "";
            data = new byte[0];
            properties = MapiProperties.NONE;
        }

        private File file() {
            Optional<byte[]> object = properties.octets(MapiProperties.ATTACH_DATA);
            byte[] content = data.length > 0 ? data : object.orElse(data);
            // An embedded message begins with the identifier of its interface.
            byte[] inner = properties.embedded() ? tail(content) : content;
            Optional<Tnef> message = Optional.empty();
            if (depth < DEPTH_MAX && begins(inner)) {
                budget[0] -= inner.length;
                message = Optional.of(new Reader(depth + 1, budget).read(inner));
                content = inner;
            }
            String name = properties
                    .text(MapiProperties.ATTACH_LONG_FILE_NAME)
                    .or(() -> properties.text(MapiProperties.ATTACH_FILE_NAME))
                    .or(() -> Optional.of(title).filter(named -> !named.isEmpty()))
                    .or(() -> properties.text(MapiProperties.DISPLAY_NAME))
                    .orElse("");
            return new File(
                    name,
                    properties.text(MapiProperties.ATTACH_MIME_TAG).orElse(""),
                    properties.text(MapiProperties.ATTACH_CONTENT_ID).orElse(""),
                    content,
                    message);
        }

        private static byte[] tail(byte[] content) {
            int from = Math.min(MapiProperties.GUID_OCTETS, content.length);
            return Arrays.copyOfRange(content, from, content.length);
        }
    }
}
