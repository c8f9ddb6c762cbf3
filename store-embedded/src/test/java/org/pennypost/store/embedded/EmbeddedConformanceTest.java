package org.pennypost.store.embedded;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.pennypost.store.StoreException;
import org.pennypost.store.conformance.Rig;
import org.pennypost.store.conformance.StoreConformance;

class EmbeddedConformanceTest implements StoreConformance {
    @TempDir
    private Path folder = Path.of(".");

    @Override
    public Rig rig() throws StoreException {
        return new EmbeddedRig(folder.resolve("store"), Settings.defaults());
    }
}
