package org.pennypost.server;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What clients were told: how many messages each account must have at least, and may have at most. Between the two lies what was under
 * way when no answer came, or the answer was that it did not work this time. Thread-safe.
 */
final class Ledger {
    /** The account that stands for the queue: it has a message for recipients elsewhere. */
    static final String QUEUE = "(queue)";

    private static final String OURS = "example.test";

    private final Map<String, Long> least = new HashMap<>();
    private final Map<String, Long> most = new HashMap<>();
    private String lastReply = "";

    synchronized long least(String account) {
        return Math.max(0, least.getOrDefault(account, 0L));
    }

    synchronized long most(String account) {
        return most.getOrDefault(account, 0L);
    }

    /** The last line that any server said. */
    synchronized String lastReply() {
        return lastReply;
    }

    synchronized void arrived(String account, long count) {
        least.merge(account, count, Long::sum);
        most.merge(account, count, Long::sum);
    }

    synchronized void mayArrive(String account) {
        most.merge(account, 1L, Long::sum);
    }

    synchronized void certainlyArrived(String account) {
        least.merge(account, 1L, Long::sum);
    }

    synchronized void didNotArrive(String account) {
        most.merge(account, -1L, Long::sum);
    }

    synchronized void mayLeave(String account, int count) {
        least.merge(account, (long) -count, Long::sum);
    }

    synchronized void certainlyLeft(String account, int count) {
        most.merge(account, (long) -count, Long::sum);
    }

    synchronized void said(String line) {
        lastReply = line;
    }

    /** One connection: takes both directions as they pass, a command in each write. */
    interface Listening {
        void client(byte[] bytes);

        void server(byte[] bytes, int count);
    }

    Listening listening(boolean imap) {
        return imap ? new ImapListening(this) : new Session();
    }

    /** SMTP, submission and POP3. */
    private final class Session implements Listening {
        private final List<String> recipients = new ArrayList<>();
        private final ServerLines lines = new ServerLines(this::reply);
        private String command = "";
        private String account = "";
        private String sender = "";
        private boolean askedFor;
        private boolean reported;
        private int marked;

        @Override
        public void client(byte[] bytes) {
            String text = new String(bytes, StandardCharsets.ISO_8859_1);
            String[] words = text.strip().split("[ :<>@]+", -1);
            if (text.equals(".\r\n")) {
                end();
                return;
            }
            if (command.equals("DATA")) {
                return;
            }
            if (command.equals("BDAT")) {
                // The octets of the last chunk.
                end();
                return;
            }
            command = words[0].toUpperCase(Locale.ROOT);
            switch (command) {
                case "MAIL" -> {
                    recipients.clear();
                    reported = false;
                    sender = text.contains("<>") ? "" : words[3].equals(OURS) ? words[2] : QUEUE;
                }
                case "RCPT" -> {
                    String recipient = words[3].equals(OURS) ? words[2].replaceFirst("\\+.*", "") : QUEUE;
                    recipients.add(recipient);
                    askedFor = !recipient.equals(QUEUE) && text.contains("NOTIFY=SUCCESS");
                }
                case "USER" -> account = words[1];
                case "RSET" -> marked = 0;
                case "QUIT" -> mayLeave(account, marked);
                default -> {}
            }
        }

        private void end() {
            command = "END";
            toArrive().forEach(Ledger.this::mayArrive);
        }

        /** A message for each, and the report for the sender where somebody who is ours was asked for one (RFC 3461 §5.2.3). */
        private Stream<String> toArrive() {
            Stream<String> each = recipients.stream().distinct();
            return reported && !sender.isEmpty() ? Stream.concat(each, Stream.of(sender)) : each;
        }

        @Override
        public void server(byte[] bytes, int count) {
            lines.take(bytes, count);
        }

        private void reply(String text) {
            said(text);
            boolean positive = text.startsWith("2") || text.startsWith("+OK");
            switch (command) {
                case "RCPT" -> {
                    if (!positive) {
                        recipients.removeLast();
                    }
                    reported |= positive && askedFor;
                }
                case "END" -> {
                    if (positive) {
                        toArrive().forEach(Ledger.this::certainlyArrived);
                    } else if (text.startsWith("5")) {
                        toArrive().forEach(Ledger.this::didNotArrive);
                    }
                    recipients.clear();
                    command = "";
                }
                case "DELE" -> marked += positive ? 1 : 0;
                case "QUIT" -> {
                    if (positive) {
                        certainlyLeft(account, marked);
                    }
                    marked = 0;
                }
                default -> {}
            }
        }
    }
}
