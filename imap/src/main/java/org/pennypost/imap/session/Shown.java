package org.pennypost.imap.session;

/** What a client said, as answers may repeat it: printable ASCII, and not much of it. */
public final class Shown {
    private static final int LENGTH_MAX = 40;

    private Shown() {}

    /** At most 40 characters; others than printable ASCII become question marks. */
    public static String of(String said) {
        StringBuilder shown = new StringBuilder();
        for (int i = 0; i < Math.min(said.length(), LENGTH_MAX); i++) {
            char c = said.charAt(i);
            shown.append(c >= ' ' && c < 0x7f ? c : '?');
        }
        return said.length() > LENGTH_MAX ? shown + "..." : shown.toString();
    }
}
