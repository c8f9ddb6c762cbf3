package org.pennypost.dns.testing;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Master;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** The records of all zones, and what a recursive nameserver answers from them. Thread-safe. */
final class ZoneData {
    private static final int ALIASES_MAX = 16;

    private final List<Record> records = new CopyOnWriteArrayList<>();

    /** Reads master file lines, RFC 1035 §5. */
    void add(String text) {
        List<Record> read = new ArrayList<>();
        try (Master master = new Master(
                new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)), Name.root, StubZones.TTL_SECONDS)) {
            for (Record record = master.nextRecord(); record != null; record = master.nextRecord()) {
                read.add(record);
            }
        } catch (IOException wrong) {
            throw new IllegalArgumentException("zone text: " + wrong.getMessage(), wrong);
        }
        records.addAll(read);
    }

    void remove(Name name) {
        records.removeIf(record -> record.getName().equals(name));
    }

    /** Fills the reply to a question. */
    void answer(Record question, Message reply, boolean followsAliases) {
        Name name = question.getName();
        for (int aliases = 0; aliases <= ALIASES_MAX; aliases++) {
            List<Record> here = at(name);
            List<Record> wanted = here.stream()
                    .filter(record -> record.getType() == question.getType())
                    .toList();
            if (!wanted.isEmpty()) {
                wanted.forEach(record -> reply.addRecord(record, Section.ANSWER));
                return;
            }
            Optional<CNAMERecord> alias = here.stream()
                    .filter(CNAMERecord.class::isInstance)
                    .map(CNAMERecord.class::cast)
                    .findFirst();
            if (alias.isEmpty()) {
                if (here.isEmpty() && !hasChildren(name)) {
                    reply.getHeader().setRcode(Rcode.NXDOMAIN);
                }
                soaFor(name).ifPresent(soa -> reply.addRecord(soa, Section.AUTHORITY));
                return;
            }
            if (!reply.findRecord(alias.get(), Section.ANSWER)) {
                reply.addRecord(alias.get(), Section.ANSWER);
            }
            if (!followsAliases) {
                return;
            }
            name = alias.get().getTarget();
        }
    }

    /** The records of this name, or those of the wildcard that covers it, RFC 1034 §4.3.3. */
    private List<Record> at(Name name) {
        List<Record> exact = named(name).toList();
        if (!exact.isEmpty() || hasChildren(name)) {
            return exact;
        }
        for (int labels = 1; labels < name.labels(); labels++) {
            Name parent = new Name(name, labels);
            List<Record> wild = named(name.wild(labels))
                    .map(record -> Record.newRecord(
                            name, record.getType(), DClass.IN, record.getTTL(), record.rdataToWireCanonical()))
                    .toList();
            if (!wild.isEmpty() || named(parent).findAny().isPresent() || hasChildren(parent)) {
                return wild;
            }
        }
        return List.of();
    }

    private Stream<Record> named(Name name) {
        return records.stream().filter(record -> record.getName().equals(name));
    }

    private boolean hasChildren(Name name) {
        return records.stream()
                .anyMatch(record -> record.getName().subdomain(name)
                        && !record.getName().equals(name)
                        && !record.getName().isWild());
    }

    /** The SOA of the nearest zone above; the root's own where the text has none, so that every "no" may be remembered. */
    private Optional<Record> soaFor(Name name) {
        for (int labels = 0; labels < name.labels(); labels++) {
            Name zone = new Name(name, labels);
            Optional<Record> soa =
                    named(zone).filter(record -> record.getType() == Type.SOA).findFirst();
            if (soa.isPresent()) {
                return soa;
            }
        }
        return Optional.of(new SOARecord(
                Name.root,
                DClass.IN,
                StubZones.TTL_SECONDS,
                Name.root,
                Name.root,
                1,
                3_600,
                600,
                86_400,
                StubZones.NEGATIVE_TTL_SECONDS));
    }

    static Message replyTo(Message query) {
        Message reply = new Message(query.getHeader().getID());
        reply.getHeader().setFlag(Flags.QR);
        reply.getHeader().setFlag(Flags.RA);
        if (query.getHeader().getFlag(Flags.RD)) {
            reply.getHeader().setFlag(Flags.RD);
        }
        Record question = query.getQuestion();
        if (question != null) {
            reply.addRecord(question, Section.QUESTION);
        }
        return reply;
    }
}
