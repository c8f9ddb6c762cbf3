package org.pennypost.client;

import java.io.IOException;
import java.nio.file.Path;

/** Where fetched messages are put. */
public sealed interface Destination permits EmlFolder, Maildir, MboxFile {
    /**
     * Makes what is needed to put messages there.
     *
     * @throws IOException when it is something else already, or cannot be written
     */
    void prepare() throws IOException;

    /** Returns the folder for messages that are not whole yet, on the same file system. */
    Path drafts();

    /** Returns the file that lists what has been fetched. */
    Path index();

    /**
     * Puts a whole message, already on the disk as a draft, to its place. When this returns it is durable there and the draft is gone.
     *
     * @param draft the file with the message as it was received
     * @param uidl the name that the server gave it
     * @return where it is
     * @throws IOException when it could not be put there; the draft may be left
     */
    Path place(Path draft, String uidl) throws IOException;

    /**
     * Returns whether a message that was placed once still counts as saved.
     *
     * @param place what {@link #place} returned
     * @param octets its size then
     */
    boolean holds(Path place, long octets);
}
