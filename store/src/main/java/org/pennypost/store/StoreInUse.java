package org.pennypost.store;

import java.nio.file.Path;

/** Another process has the store open. The message names the folder and, where it is known, the process. */
public final class StoreInUse extends StoreException {
    private static final long serialVersionUID = 1L;

    /** @param holder who has it, in words: {@code "process 4711"} */
    public StoreInUse(Path folder, String holder, Throwable cause) {
        super("the store in " + folder + " is in use by " + holder + "; stop it, or choose another folder", cause);
    }
}
