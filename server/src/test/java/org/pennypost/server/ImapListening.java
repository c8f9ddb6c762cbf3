package org.pennypost.server;

import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * What an IMAP client is told of the messages of INBOX: of APPEND INBOX, of MOVE out of it, and of EXPUNGE and CLOSE behind STORE
 * {@code +FLAGS (\Deleted)}. Messages are named by sets such as {@code 1:3} and {@code 2,4}, and each command is one write but for its literals.
 */
final class ImapListening implements Ledger.Listening {
    private final Ledger ledger;
    private final ServerLines lines = new ServerLines(this::said);
    private String account = "";
    private String tag = "";
    private String command = "";
    private int named;
    private int marked;

    ImapListening(Ledger ledger) {
        this.ledger = ledger;
    }

    @Override
    public void client(byte[] bytes) {
        if (!command.isEmpty()) {
            // A literal of the command that is under way.
            return;
        }
        String[] words = new String(bytes, StandardCharsets.ISO_8859_1).strip().split(" ", -1);
        tag = words[0];
        command = words.length > 1 ? words[1].toUpperCase(Locale.ROOT) : "";
        switch (command) {
            case "LOGIN" -> account = words[2].substring(0, words[2].indexOf('@'));
            case "APPEND" -> {
                command = words[2].equals("INBOX") ? command : "elsewhere";
                if (command.equals("APPEND")) {
                    ledger.mayArrive(account);
                }
            }
            case "STORE" ->
                named = words[3].startsWith("+FLAGS") && words[4].contains("\\Deleted") ? size(words[2]) : 0;
            case "MOVE" -> {
                named = size(words[2]);
                ledger.mayLeave(account, named);
            }
            case "EXPUNGE", "CLOSE" -> ledger.mayLeave(account, marked);
            default -> {}
        }
    }

    private static int size(String set) {
        int size = 0;
        for (String part : set.split(",", -1)) {
            String[] ends = part.split(":", -1);
            size += 1 + Integer.parseInt(ends[ends.length - 1]) - Integer.parseInt(ends[0]);
        }
        return size;
    }

    @Override
    public void server(byte[] bytes, int count) {
        lines.take(bytes, count);
    }

    private void said(String line) {
        ledger.said(line);
        if (!line.startsWith(tag + " ")) {
            return;
        }
        boolean done = line.startsWith(tag + " OK");
        switch (command) {
            case "APPEND" -> {
                if (done) {
                    ledger.certainlyArrived(account);
                } else {
                    ledger.didNotArrive(account);
                }
            }
            case "STORE" -> marked += named;
            case "MOVE" -> {
                if (done) {
                    ledger.certainlyLeft(account, named);
                }
            }
            case "EXPUNGE", "CLOSE" -> {
                if (done) {
                    ledger.certainlyLeft(account, marked);
                }
                marked = 0;
            }
            default -> {}
        }
        command = "";
    }
}
