package org.pennypost.cli.rehearsal;

import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Optional;
import org.pennypost.cli.Console;
import org.pennypost.server.certificates.ServerTls;
import org.pennypost.store.embedded.NativeLibrary;

/**
 * Goes before the {@link Rehearsal}, in a process of its own: it unpacks RocksDB's machine code beside the jars, brings old classes into
 * a form that the JVM keeps, and makes the certificate that the rehearsal then finds. What the JVM sees in the rehearsal it loads at every later start before anything else, and
 * for the classes that make certificates it would verify the signature of Bouncy Castle's jars each time. See
 * {@code docs/adr/0031-what-a-start-costs.md}.
 */
public final class Preparation {
    private Preparation() {}

    /**
     * Prepares.
     *
     * @param args the folder of the program's jars, and the data folder of the rehearsal
     * @throws Exception when it cannot be done: the packaging fails then
     */
    public static void main(String[] args) throws Exception {
        Path library = Path.of(args[0]);
        NativeLibrary.unpackInto(library);
        try (DirectoryStream<Path> jars = Files.newDirectoryStream(library, "*.jar")) {
            for (Path jar : jars) {
                OldClasses.renew(jar);
            }
        }
        InstantSource clock = Console.system().clock();
        Path certificates = Path.of(args[1]).resolve("certificates");
        ServerTls.open(Optional.empty(), certificates, "localhost", clock, new SecureRandom());
    }
}
