package org.pennypost.dns;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ProtocolException;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.pennypost.dns.Answer.Trouble;
import org.pennypost.dns.Nameservers.Listed;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/**
 * One question, asked until there is an answer or the time is up: goes through the nameservers, and follows aliases where a
 * nameserver leaves that to us. Used once, by one thread.
 */
final class Lookup {
    private static final System.Logger LOG = System.getLogger(Lookup.class.getName());

    private final Question question;
    private final ResolverConfig config;
    private final Listed servers;
    private final RandomGenerator random;
    private final long deadline;

    private Name name;
    private int aliases;
    private boolean secure;
    private long seconds = Long.MAX_VALUE;

    Lookup(Question question, ResolverConfig config, Listed servers, RandomGenerator random) {
        this.question = question;
        this.config = config;
        this.servers = servers;
        this.random = random;
        this.deadline = System.nanoTime() + config.patience().perLookup().toNanos();
        this.name = question.name().toWire();
        this.secure = servers.trusted();
    }

    Outcome run() {
        if (servers.addresses().isEmpty()) {
            return Outcome.unavailable(Trouble.NO_NAMESERVER, "no nameserver is configured");
        }
        while (true) {
            Message message;
            switch (ask()) {
                case Good good -> message = good.message;
                case Bad bad -> {
                    return Outcome.unavailable(bad.trouble, bad.reason);
                }
            }
            secure &= message.getHeader().getFlag(Flags.AD);
            Name asked = name;
            followAliases(message);
            if (aliases > config.aliasesMax()) {
                return Outcome.unavailable(
                        Trouble.BAD_DATA,
                        question.name() + " leads through more than " + config.aliasesMax() + " aliases (CNAME)");
            }
            Optional<Outcome> outcome = read(message, asked);
            if (outcome.isPresent()) {
                return outcome.get();
            }
        }
    }

    /** Goes along the chain of aliases that the reply holds, RFC 1034 §3.6.2; a circle ends at the limit. */
    private void followAliases(Message message) {
        List<Record> records = message.getSection(Section.ANSWER);
        Optional<CNAMERecord> alias = aliasAt(records);
        while (alias.isPresent() && aliases <= config.aliasesMax()) {
            seconds = Math.min(seconds, alias.get().getTTL());
            name = alias.get().getTarget();
            aliases++;
            alias = aliasAt(records);
        }
    }

    private Optional<CNAMERecord> aliasAt(List<Record> records) {
        return records.stream()
                .filter(record ->
                        record instanceof CNAMERecord && record.getName().equals(name))
                .map(CNAMERecord.class::cast)
                .findFirst();
    }

    /** @return empty if the reply ends with an alias whose target is still to be asked for */
    private Optional<Outcome> read(Message message, Name asked) {
        if (message.getRcode() == Rcode.NXDOMAIN) {
            return Optional.of(new Outcome(new Answer.NoSuchDomain<>(secure), negativeSeconds(message), aliases > 0));
        }
        List<Record> found = message.getSection(Section.ANSWER).stream()
                .filter(record -> record.getType() == question.kind().type
                        && record.getDClass() == DClass.IN
                        && record.getName().equals(name))
                .toList();
        if (!found.isEmpty()) {
            long ttl = found.stream().mapToLong(Record::getTTL).min().orElse(0);
            return Optional.of(new Outcome(
                    new Answer.Found<>(found, secure, DomainName.fromWire(name)), Math.min(seconds, ttl), aliases > 0));
        }
        if (!name.equals(asked) && soa(message).isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new Outcome(new Answer.NoData<>(secure), negativeSeconds(message), aliases > 0));
    }

    /** RFC 2308 §3 and §5: the lesser of the SOA's own time to live and its MINIMUM field; without a SOA it is not kept. */
    private long negativeSeconds(Message message) {
        return Math.min(
                seconds,
                soa(message)
                        .map(soa -> Math.min(soa.getTTL(), soa.getMinimum()))
                        .orElse(0L));
    }

    private static Optional<SOARecord> soa(Message message) {
        return message.getSection(Section.AUTHORITY).stream()
                .filter(SOARecord.class::isInstance)
                .map(SOARecord.class::cast)
                .findFirst();
    }

    /** Asks the nameservers in turn. One that answered that it cannot help is not asked again; one that was silent is. */
    private Reply ask() {
        List<InetSocketAddress> candidates = new ArrayList<>(servers.addresses());
        Bad worst = new Bad(Trouble.NO_NAMESERVER, "");
        for (int round = 0; round < config.patience().rounds(); round++) {
            for (InetSocketAddress server : List.copyOf(candidates)) {
                long now = System.nanoTime();
                if (now - deadline >= 0) {
                    return new Bad(Trouble.NO_REPLY, "the nameservers did not reply in time");
                }
                Reply reply =
                        ask(server, now + Math.min(config.patience().perTry().toNanos(), deadline - now));
                switch (reply) {
                    case Good good -> {
                        return good;
                    }
                    case Bad bad -> {
                        LOG.log(System.Logger.Level.DEBUG, "{0} {1}: {2}", name, question.kind(), bad.reason);
                        worst = bad.trouble.compareTo(worst.trouble) >= 0 ? bad : worst;
                        if (bad.trouble != Trouble.NO_REPLY) {
                            candidates.remove(server);
                        }
                    }
                }
            }
        }
        return worst;
    }

    private Reply ask(InetSocketAddress server, long until) {
        Record asked = Record.newRecord(name, question.kind().type, DClass.IN);
        Exchange exchange = new Exchange(server, until);
        try {
            Message message = ask(exchange, asked, config.ednsBytes());
            if (message.getRcode() == Rcode.FORMERR || message.getRcode() == Rcode.NOTIMP) {
                // RFC 6891 §7: so answers a server that does not know EDNS.
                message = ask(exchange, asked, 0);
            }
            return judge(server, message);
        } catch (SocketTimeoutException silent) {
            return new Bad(Trouble.NO_REPLY, at(server) + " did not reply in time");
        } catch (ProtocolException wrong) {
            return new Bad(Trouble.SERVER_FAILURE, at(server) + " " + wrong.getMessage());
        } catch (IOException unreachable) {
            return Thread.currentThread().isInterrupted()
                    ? new Bad(Trouble.NOT_ASKED, "the resolver is closed")
                    : new Bad(Trouble.NO_NAMESERVER, at(server) + " cannot be reached: " + unreachable.getMessage());
        }
    }

    private Message ask(Exchange exchange, Record asked, int ednsBytes) throws IOException {
        return exchange.ask(Exchange.query(asked, random.nextInt(1 << 16), ednsBytes, servers.trusted()), ednsBytes);
    }

    private static Reply judge(InetSocketAddress server, Message message) {
        int rcode = message.getRcode();
        if (rcode != Rcode.NOERROR && rcode != Rcode.NXDOMAIN) {
            return new Bad(Trouble.SERVER_FAILURE, at(server) + " answered " + Rcode.string(rcode));
        }
        boolean referral = rcode == Rcode.NOERROR
                && message.getSection(Section.ANSWER).isEmpty()
                && soa(message).isEmpty()
                && message.getSection(Section.AUTHORITY).stream().anyMatch(record -> record.getType() == Type.NS);
        return referral
                ? new Bad(Trouble.SERVER_FAILURE, at(server) + " refers us to others; a recursive one is needed")
                : new Good(message);
    }

    private static String at(InetSocketAddress server) {
        return "nameserver " + server.getAddress().getHostAddress() + " port " + server.getPort();
    }

    private sealed interface Reply {}

    private record Good(Message message) implements Reply {}

    private record Bad(Trouble trouble, String reason) implements Reply {}
}
