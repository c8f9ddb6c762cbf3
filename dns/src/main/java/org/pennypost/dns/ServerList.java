package org.pennypost.dns;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import org.pennypost.dns.Nameservers.Listed;
import org.pennypost.dns.Nameservers.ResolvConf;

/** The nameservers of now. A file is read again when its time changes, since networks come and go under a running server. */
final class ServerList {
    private static final System.Logger LOG = System.getLogger(ServerList.class.getName());

    /** RFC 1035 §4.2. */
    private static final int PORT = 53;

    /** More are not read: resolv.conf(5) takes three. */
    private static final int SERVERS_MAX = 8;

    private static final long FILE_BYTES_MAX = 65_536;
    private static final Listed NONE = new Listed(List.of(), false);

    private final Nameservers source;
    private volatile Seen seen = new Seen(FileTime.fromMillis(Long.MIN_VALUE), NONE);

    ServerList(Nameservers source) {
        this.source = source;
    }

    Listed now() {
        return switch (source) {
            case Listed listed -> listed;
            case ResolvConf conf -> fromFile(conf.file());
        };
    }

    private Listed fromFile(Path file) {
        try {
            FileTime changed = Files.getLastModifiedTime(file);
            Seen last = seen;
            if (last.changed.equals(changed)) {
                return last.servers;
            }
            Listed servers = Files.size(file) > FILE_BYTES_MAX
                    ? NONE
                    : parse(Files.readString(file, StandardCharsets.ISO_8859_1)
                            .lines()
                            .toList());
            seen = new Seen(changed, servers);
            return servers;
        } catch (IOException unreadable) {
            return NONE;
        }
    }

    static Listed parse(List<String> lines) {
        List<InetSocketAddress> addresses = new ArrayList<>();
        boolean trusted = false;
        for (String line : lines) {
            String[] words = line.strip().split("\\s+", -1);
            if (words[0].equals("nameserver") && words.length > 1 && addresses.size() < SERVERS_MAX) {
                try {
                    addresses.add(new InetSocketAddress(InetAddress.ofLiteral(words[1]), PORT));
                } catch (IllegalArgumentException notAnAddress) {
                    LOG.log(System.Logger.Level.WARNING, "not the address of a nameserver: {0}", words[1]);
                }
            } else if (words[0].equals("options")) {
                trusted |= List.of(words).contains("trust-ad");
            }
        }
        return new Listed(addresses, trusted);
    }

    private record Seen(FileTime changed, Listed servers) {}
}
