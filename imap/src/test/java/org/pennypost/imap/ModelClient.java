package org.pennypost.imap;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.pennypost.imap.session.ImapService;

/**
 * A mail program with a cache of the selected mailbox, which it brings forward by nothing but what the server says. With {@code qresync} it comes back as RFC
 * 7162 §6 says; without, it reads everything anew.
 */
final class ModelClient {
    private static final Pattern NUMBERED = Pattern.compile("\\* (\\d+) (EXISTS|EXPUNGE|RECENT|FETCH)(.*)");
    private static final Pattern UID = Pattern.compile("[( ]UID (\\d+)");
    private static final Pattern FLAGS = Pattern.compile("[( ]FLAGS \\(([^)]*)\\)");
    private static final Pattern MODSEQ = Pattern.compile("[( ]MODSEQ \\((\\d+)\\)");
    private static final Pattern HIGHEST = Pattern.compile("\\[HIGHESTMODSEQ (\\d+)]");
    private static final Pattern VALIDITY = Pattern.compile("\\[UIDVALIDITY (\\d+)]");
    private static final Pattern VANISHED = Pattern.compile("\\* VANISHED (\\(EARLIER\\) )?([0-9:,]+)");

    /** A message as the client knows it; a UID of 0 is not known yet. */
    static final class Entry {
        long uid;
        Set<String> flags = new TreeSet<>();
    }

    final boolean qresync;
    final List<Entry> entries = new ArrayList<>();
    final List<String> log;
    private final String name;
    ModelMailbox mailbox;
    private LocalSession session;
    private long validity;
    private long highest;
    private long highestNow;
    private long highestCode = -1;
    private int announced;
    private boolean selecting;

    ModelClient(String name, ImapService service, ModelMailbox mailbox, boolean qresync, List<String> log)
            throws IOException {
        this.name = name;
        this.qresync = qresync;
        this.log = log;
        this.mailbox = mailbox;
        this.session = new LocalSession(service);
        begin();
        select(mailbox, "");
    }

    private void begin() throws IOException {
        if (qresync) {
            say("ENABLE QRESYNC");
        }
    }

    /** Selects a mailbox that it knows nothing of, or so much as the parameters say. */
    private void select(ModelMailbox target, String parameters) throws IOException {
        mailbox = target;
        if (parameters.isEmpty()) {
            entries.clear();
        }
        selecting = true;
        say("SELECT " + target.name + parameters);
        selecting = false;
        fetchUnknown();
    }

    void select(ModelMailbox target) throws IOException {
        select(target, "");
    }

    /** The connection breaks between two commands, and the client comes back to the same mailbox. */
    void comeBack(ImapService service) throws IOException {
        session.close();
        session = new LocalSession(service);
        begin();
        select(mailbox, qresync ? " (QRESYNC (" + validity + " " + highest + "))" : "");
    }

    LocalSession.Reply say(String command) throws IOException {
        return heard(command, session.say(command));
    }

    LocalSession.Reply append(String target, String options, List<byte[]> messages) throws IOException {
        return heard("APPEND " + target + " " + options, session.append(target, options, messages));
    }

    void news() throws IOException {
        heard("IDLE", session.news());
    }

    private LocalSession.Reply heard(String command, LocalSession.Reply reply) {
        log.add(name + " C: " + command);
        for (String line : reply.lines()) {
            log.add(name + " S: " + line);
            hear(line);
        }
        log.add(name + " S: " + reply.last());
        if (reply.last().startsWith("BAD") || reply.last().startsWith("BYE")) {
            throw new AssertionError(command + " was answered " + reply.last());
        }
        code(reply.last());
        // RFC 7162 §6: a code counts for more than what was seen, and both only with the tagged response.
        highest = highestCode >= 0 ? highestCode : Math.max(highest, highestNow);
        highestNow = 0;
        highestCode = -1;
        return reply;
    }

    private void code(String line) {
        Matcher matcher = HIGHEST.matcher(line);
        if (matcher.find()) {
            highestCode = Long.parseLong(matcher.group(1));
        }
    }

    private void hear(String line) {
        Matcher numbered = NUMBERED.matcher(line);
        Matcher vanished = VANISHED.matcher(line);
        Matcher valid = VALIDITY.matcher(line);
        if (numbered.matches()) {
            int number = Integer.parseInt(numbered.group(1));
            switch (numbered.group(2)) {
                case "EXISTS" -> exists(number);
                case "EXPUNGE" -> entries.remove(number - 1);
                case "FETCH" -> fetched(number, numbered.group(3));
                default -> {
                    // RECENT
                }
            }
        } else if (vanished.matches()) {
            vanish(vanished.group(1) != null, vanished.group(2));
        } else if (valid.find()) {
            validity = Long.parseLong(valid.group(1));
        }
        code(line);
    }

    private void exists(int count) {
        announced = count;
        // When it comes back it knows more messages than there are, until VANISHED (EARLIER) is told.
        while (entries.size() < count) {
            entries.add(new Entry());
        }
    }

    private void vanish(boolean earlier, String set) {
        for (String range : set.split(",", -1)) {
            String[] ends = range.split(":", -1);
            long first = Long.parseLong(ends[0]);
            long last = Long.parseLong(ends[ends.length - 1]);
            int before = entries.size();
            entries.removeIf(entry -> entry.uid >= first && entry.uid <= last);
            if (!earlier && before - entries.size() != last - first + 1) {
                throw new AssertionError("VANISHED names messages that the client does not have: " + range);
            }
        }
        if (earlier && selecting) {
            exists(announced);
        }
    }

    private void fetched(int number, String data) {
        if (number > entries.size()) {
            throw new AssertionError("there is no message " + number + ":" + data);
        }
        Entry entry = entries.get(number - 1);
        Matcher uid = UID.matcher(data);
        if (uid.find()) {
            long told = Long.parseLong(uid.group(1));
            if (entry.uid != 0 && entry.uid != told) {
                throw new AssertionError("message " + number + " is UID " + entry.uid + ", not " + told);
            }
            entry.uid = told;
        }
        Matcher flags = FLAGS.matcher(data);
        if (flags.find()) {
            entry.flags = flags(flags.group(1));
        }
        Matcher modSeq = MODSEQ.matcher(data);
        if (modSeq.find()) {
            highestNow = Math.max(highestNow, Long.parseLong(modSeq.group(1)));
        }
    }

    static Set<String> flags(String words) {
        Set<String> flags = new TreeSet<>();
        for (String word : words.split(" ", -1)) {
            if (!word.isEmpty() && !word.equals("\\Recent")) {
                flags.add(word);
            }
        }
        return flags;
    }

    /** Asks for what it was told is there and does not know. */
    void fetchUnknown() throws IOException {
        int first = 1;
        while (first <= entries.size() && entries.get(first - 1).uid != 0) {
            first++;
        }
        if (first <= entries.size()) {
            say("FETCH " + first + ":* (UID FLAGS" + (qresync ? " MODSEQ)" : ")"));
        }
    }

    /** The last change that it knows, or some before. */
    long highest(int before) {
        return Math.max(1, highest - before);
    }
}
