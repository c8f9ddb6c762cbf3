package org.pennypost.imap;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.pennypost.imap.session.ImapService;

/**
 * A mail program with a cache of the selected mailbox, which it brings forward by nothing but what the server says. With {@code qresync} it comes back as RFC
 * 7162 §6 says; without, it reads everything anew.
 */
final class ModelClient {
    /** A message as the client knows it; a UID of 0 is not known yet. */
    static final class Entry {
        long uid;
        Set<String> flags = Set.of();
    }

    final boolean qresync;
    final List<Entry> entries = new ArrayList<>();
    final List<String> log;
    private final Map<String, Set<String>> flagsOfWords = new HashMap<>();
    private final String name;
    ModelMailbox mailbox;
    /** Whether its mailbox is deleted and it has not heard of it yet. */
    boolean deserted;
    /** Whether it has gone, and hears no answers any more. */
    boolean deaf;

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
        deserted = false;
        if (parameters.isEmpty()) {
            entries.clear();
        }
        long before = validity;
        selecting = true;
        say("SELECT " + target.name + parameters);
        selecting = false;
        if (!parameters.isEmpty() && validity != before) {
            // Another mailbox of the same name: nothing of what it knew is of it (RFC 7162 §3.2.5.1).
            entries.clear();
            exists(announced);
        }
        fetchUnknown();
    }

    void select(ModelMailbox target) throws IOException {
        select(target, "");
    }

    /** The connection breaks between two commands, and the client comes back to the mailbox of that name. */
    void comeBack(ImapService service, ModelMailbox here) throws IOException {
        session.close();
        session = new LocalSession(service);
        deaf = false;
        begin();
        boolean knows = qresync && here.name.equals(mailbox.name);
        select(here, knows ? " (QRESYNC (" + validity + " " + highest + "))" : "");
    }

    /** A command; its mailbox is there. */
    LocalSession.Reply say(String command) throws IOException {
        return heard(command, session.say(command));
    }

    /** A command behind which it hears that its mailbox is gone (RFC 2180 §3.3). */
    void hearsThatItsMailboxIsGone() throws IOException {
        LocalSession.Reply reply = session.say("NOOP");
        log.add(name + " C: NOOP");
        log.add(name + " S: " + reply.last());
        if (!reply.last().startsWith("BYE")) {
            throw new AssertionError("the mailbox is deleted, and NOOP was answered " + reply.last());
        }
    }

    LocalSession.Reply append(String target, String options, List<byte[]> messages) throws IOException {
        return heard("APPEND " + target + " " + options, session.append(target, options, messages));
    }

    void news() throws IOException {
        heard("IDLE", session.news());
    }

    private LocalSession.Reply heard(String command, LocalSession.Reply reply) {
        log.add(name + " C: " + command);
        if (reply.last().startsWith("BAD") || reply.last().startsWith("BYE")) {
            throw new AssertionError(command + " was answered " + reply.last());
        }
        if (deaf) {
            log.add(name + " has gone and hears no answer");
            return reply;
        }
        for (String line : reply.lines()) {
            log.add(name + " S: " + line);
            hear(line);
        }
        log.add(name + " S: " + reply.last());
        code(reply.last());
        // RFC 7162 §6: a code counts for more than what was seen, and both only with the tagged response.
        highest = highestCode >= 0 ? highestCode : Math.max(highest, highestNow);
        highestNow = 0;
        highestCode = -1;
        return reply;
    }

    private void code(String line) {
        long told = numberBehind(line, "[HIGHESTMODSEQ ");
        if (told >= 0) {
            highestCode = told;
        }
    }

    /** The number that stands behind a word; -1 where the word is not. */
    private static long numberBehind(String line, String word) {
        int at = line.indexOf(word);
        return at < 0 ? -1 : number(line, at + word.length());
    }

    private static long number(String line, int begin) {
        int end = begin;
        while (end < line.length() && Character.isDigit(line.charAt(end))) {
            end++;
        }
        return Long.parseLong(line, begin, end, 10);
    }

    private void hear(String line) {
        if (Character.isDigit(line.charAt(2))) {
            int number = (int) number(line, 2);
            String data = line.substring(line.indexOf(' ', 2) + 1);
            if (data.equals("EXISTS")) {
                exists(number);
            } else if (data.equals("EXPUNGE")) {
                entries.remove(number - 1);
            } else if (data.startsWith("FETCH ")) {
                fetched(number, data);
            }
        } else if (line.startsWith("* VANISHED ")) {
            vanish(line.startsWith("* VANISHED (EARLIER) "), line.substring(line.lastIndexOf(' ') + 1));
        } else if (line.startsWith("* OK [UIDVALIDITY ")) {
            validity = numberBehind(line, "[UIDVALIDITY ");
        } else {
            code(line);
        }
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
        long uid = numberBehind(data, "UID ");
        if (uid >= 0) {
            if (entry.uid != 0 && entry.uid != uid) {
                throw new AssertionError("message " + number + " is UID " + entry.uid + ", not " + uid);
            }
            entry.uid = uid;
        }
        int flags = data.indexOf("FLAGS (");
        if (flags >= 0) {
            entry.flags = flags(data.substring(flags + 7, data.indexOf(')', flags)));
        }
        highestNow = Math.max(highestNow, numberBehind(data, "MODSEQ ("));
    }

    /** The flags that these words are, but for {@code \Recent}. */
    private Set<String> flags(String words) {
        return flagsOfWords.computeIfAbsent(words, _ -> {
            Set<String> flags = new TreeSet<>();
            for (String word : words.split(" ", -1)) {
                if (!word.isEmpty() && !word.equals("\\Recent")) {
                    flags.add(word);
                }
            }
            return flags;
        });
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

    @Override
    public String toString() {
        return name;
    }
}
