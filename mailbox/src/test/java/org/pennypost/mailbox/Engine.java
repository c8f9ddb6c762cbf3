package org.pennypost.mailbox;

import java.nio.file.Path;
import org.pennypost.store.MemoryStore;
import org.pennypost.store.Store;
import org.pennypost.store.StoreException;
import org.pennypost.store.embedded.EmbeddedStore;

/** The stores that the suites of this module run on. */
enum Engine {
    MEMORY {
        @Override
        Store open(Path folder) {
            return new MemoryStore();
        }
    },
    EMBEDDED {
        @Override
        Store open(Path folder) throws StoreException {
            return EmbeddedStore.open(folder.resolve("store"));
        }
    };

    abstract Store open(Path folder) throws StoreException;
}
