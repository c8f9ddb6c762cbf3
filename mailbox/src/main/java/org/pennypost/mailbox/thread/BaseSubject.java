package org.pennypost.mailbox.thread;

import org.pennypost.mailbox.text.CaseMap;

/**
 * A subject without what replying, forwarding and mailing lists put around it (RFC 5256 §2.1): sorting and threading compare it. It is
 * here and not in {@code mime} since it belongs to no grammar of messages: it is IMAP's and JMAP's notion of sameness.
 *
 * @param text the base subject, as written; may be empty
 * @param reply whether a sign of a reply or a forwarded message was taken off: {@code Re:}, {@code Fw:}, {@code (fwd)}, {@code [fwd: ]}
 */
public record BaseSubject(String text, boolean reply) {
    /** That of a message without subject. */
    public static final BaseSubject NONE = new BaseSubject("", false);

    /** Returns the base subject of a subject whose encoded words are decoded. The time is linear. */
    public static BaseSubject of(String subject) {
        return new Extraction(singleSpaced(subject)).run();
    }

    /** Equal for subjects that count as the same: compared without regard to case (RFC 5256, "Internationalization Considerations"). */
    public String key() {
        return CaseMap.fold(text);
    }

    /** Step 1 but for the encoded words. */
    private static String singleSpaced(String subject) {
        StringBuilder spaced = new StringBuilder(subject.length());
        for (int i = 0; i < subject.length(); i++) {
            char c = subject.charAt(i);
            boolean space = c == ' ' || c == '\t' || c == '\r' || c == '\n';
            if (!space) {
                spaced.append(c);
            } else if (spaced.isEmpty() || spaced.charAt(spaced.length() - 1) != ' ') {
                spaced.append(' ');
            }
        }
        return spaced.toString();
    }

    /** Steps 2 to 6, on the part of the text between two marks that move towards each other. */
    private static final class Extraction {
        private final String text;
        private int from;
        private int to;
        private boolean reply;

        Extraction(String text) {
            this.text = text;
            this.to = text.length();
        }

        BaseSubject run() {
            do {
                trailers();
                leaders();
            } while (forwarded());
            return new BaseSubject(text.substring(from, to), reply);
        }

        /** Step 2: {@code subj-trailer}. */
        private void trailers() {
            while (to > from) {
                if (text.charAt(to - 1) == ' ') {
                    to--;
                } else if (to - from >= 5 && startsWith(to - 5, "(fwd)")) {
                    to -= 5;
                    reply = true;
                } else {
                    return;
                }
            }
        }

        /**
         * Steps 3 to 5. One look at all the blobs that stand in front tells whether they lead to a {@code subj-refwd}; if not, no shorter
         * row of them does, and all of them go but one that would leave nothing.
         */
        private void leaders() {
            while (true) {
                from = afterSpace(from);
                int last = from;
                int at = from;
                for (int next = afterBlob(at); next > at; next = afterBlob(at)) {
                    last = at;
                    at = next;
                }
                int after = afterRefwd(at);
                if (after > at) {
                    from = after;
                    reply = true;
                } else {
                    from = at < to ? at : last;
                    return;
                }
            }
        }

        /** Step 6: {@code subj-fwd-hdr} and {@code subj-fwd-trl}. */
        private boolean forwarded() {
            if (to - from < 6 || !startsWith(from, "[fwd:") || text.charAt(to - 1) != ']') {
                return false;
            }
            from += 5;
            to--;
            reply = true;
            return true;
        }

        /** {@code subj-blob}; the same place where there is none. */
        private int afterBlob(int at) {
            if (at >= to || text.charAt(at) != '[') {
                return at;
            }
            for (int i = at + 1; i < to; i++) {
                char c = text.charAt(i);
                if (c == ']') {
                    return afterSpace(i + 1);
                }
                if (c == '[' || c == 0) {
                    return at;
                }
            }
            return at;
        }

        /** {@code subj-refwd}; the same place where there is none. */
        private int afterRefwd(int at) {
            int word = at;
            if (startsWith(at, "re")) {
                word = at + 2;
            } else if (startsWith(at, "fwd")) {
                word = at + 3;
            } else if (startsWith(at, "fw")) {
                word = at + 2;
            }
            if (word == at) {
                return at;
            }
            int colon = afterBlob(afterSpace(word));
            return colon < to && text.charAt(colon) == ':' ? colon + 1 : at;
        }

        private int afterSpace(int at) {
            int after = at;
            while (after < to && text.charAt(after) == ' ') {
                after++;
            }
            return after;
        }

        private boolean startsWith(int at, String word) {
            return at + word.length() <= to && text.regionMatches(true, at, word, 0, word.length());
        }
    }
}
