package org.pennypost.client;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A folder with one file for each message, named after its UIDL: {@code <uidl>.eml}, byte for byte as received.
 *
 * <p>A file that is there already is never replaced: one with the same bytes is taken for this message, beside any other the message gets a number in its name.
 */
public record EmlFolder(Path folder) implements Destination {
    private static final int NUMBER_MAX = 10_000;

    @Override
    public void prepare() throws IOException {
        Files.createDirectories(folder);
    }

    @Override
    public Path drafts() {
        return folder;
    }

    @Override
    public Path index() {
        return folder.resolve(FetchedIndex.FILE_NAME);
    }

    @Override
    public Path place(Path draft, String uidl) throws IOException {
        String stem = SafeName.of(uidl);
        for (int number = 1; number <= NUMBER_MAX; number++) {
            Path place = folder.resolve(number == 1 ? stem + ".eml" : stem + "-" + number + ".eml");
            try {
                Durable.rename(draft, place);
                return place;
            } catch (FileAlreadyExistsException _) {
                if (Files.isRegularFile(place) && Files.mismatch(draft, place) < 0) {
                    Files.delete(draft);
                    return place;
                }
            }
        }
        throw new IOException(
                "there are " + NUMBER_MAX + " other files named like " + stem + ".eml: use another folder");
    }

    @Override
    public boolean holds(Path place, long octets) {
        try {
            return Files.isRegularFile(place) && Files.size(place) == octets;
        } catch (IOException _) {
            return false;
        }
    }
}
