package org.pennypost.mime;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The media types of files by the extension of their names, from the table {@code file-types.tsv}. Immutable.
 *
 * {@snippet :
 * Optional<MediaType> type = FileTypes.load().byName("photo.JPG"); // image/jpeg
 * }
 */
public final class FileTypes {
    private static final String TABLE = "file-types.tsv";

    private final Map<String, MediaType> byExtension;

    private FileTypes(Map<String, MediaType> byExtension) {
        this.byExtension = Map.copyOf(byExtension);
    }

    /** Reads the table that comes with this library. */
    public static FileTypes load() {
        Map<String, MediaType> types = new HashMap<>();
        try (InputStream in = FileTypes.class.getResourceAsStream(TABLE)) {
            if (in == null) {
                throw new IllegalStateException(TABLE + " is missing from the program");
            }
            BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.US_ASCII));
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (!line.startsWith("#")) {
                    int tab = line.indexOf('\t');
                    types.put(line.substring(0, tab), MediaType.parse(line.substring(tab + 1)));
                }
            }
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        } catch (BadField wrong) {
            throw new IllegalStateException(TABLE + ": " + wrong.getMessage(), wrong);
        }
        return new FileTypes(types);
    }

    /** Returns the type of a file by the part of its name after the last dot, in any case of letters. */
    public Optional<MediaType> byName(String fileName) {
        int dot = fileName.lastIndexOf('.');
        return dot < 0
                ? Optional.empty()
                : Optional.ofNullable(
                        byExtension.get(fileName.substring(dot + 1).toLowerCase(Locale.ROOT)));
    }

    /** Returns how many extensions are known. */
    public int size() {
        return byExtension.size();
    }
}
