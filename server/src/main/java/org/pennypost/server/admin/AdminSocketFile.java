package org.pennypost.server.admin;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * Where the admin socket of a data folder is: {@code admin.sock} in it, or, where that path is longer than a Unix-domain socket's may be,
 * in a folder of this user's under the system's temporary folder, named after the data folder. Only the owner can reach it.
 */
final class AdminSocketFile {
    /** Systems take 104 to 108 bytes with a final NUL. */
    private static final int PATH_BYTES_MAX = 100;

    private static final int NAME_BYTES = 8;
    private static final String OWNER_ONLY = "rwx------";

    private AdminSocketFile() {}

    static Path of(Path data) throws IOException {
        Path file = data.toAbsolutePath().normalize().resolve("admin.sock");
        if (file.toString().getBytes(StandardCharsets.UTF_8).length <= PATH_BYTES_MAX) {
            return file;
        }
        return shortFolder(file).resolve("admin.sock");
    }

    private static Path shortFolder(Path file) throws IOException {
        Path folder = Path.of(
                System.getProperty("java.io.tmpdir"),
                "pennypost-" + System.getProperty("user.name") + "-" + digest(file));
        if (!Files.exists(folder)) {
            Files.createDirectory(
                    folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(OWNER_ONLY)));
        }
        // Anyone may have made it first in a folder that all may write to: it counts only if it is ours and closed to
        // others.
        String owner = Files.getOwner(folder).getName();
        String access = PosixFilePermissions.toString(Files.getPosixFilePermissions(folder));
        if (!owner.equals(System.getProperty("user.name")) || !access.equals(OWNER_ONLY)) {
            throw new IOException(
                    folder + " belongs to " + owner + " (" + access + "): remove it, it must be yours alone");
        }
        return folder;
    }

    private static String digest(Path file) {
        try {
            byte[] sha =
                    MessageDigest.getInstance("SHA-256").digest(file.toString().getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(sha, 0, NAME_BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
