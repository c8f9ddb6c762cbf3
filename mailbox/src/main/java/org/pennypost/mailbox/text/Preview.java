package org.pennypost.mailbox.text;

import java.text.BreakIterator;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The first words of a message that say something (RFC 8970 §3.3): what a list of messages shows below the subject. Left out are quoted
 * lines and the line that announces them, a salutation, what newsletters say about themselves, signatures, ruled lines, long links, and
 * the invisible characters that fill up previews. Where that leaves nothing, less is left out.
 */
public final class Preview {
    /** The most characters (Unicode code points), as RFC 8970 §3.3 and JMAP allow. */
    public static final int CHARACTERS_MAX = 256;

    /** How much text is enough to find a preview in. */
    public static final int TEXT_CHARACTERS = 4_000;

    /** In most mail the preview is found in so much of it. */
    private static final int EARLY_CHARACTERS = 420;

    /** So many characters more than a preview has show where it is cut. */
    private static final int CUT_MARGIN = 32;

    /** How much text {@link #early} wants: a few more, since the last ones may be halves of something. */
    public static final int BEGINNING_CHARACTERS = 480;

    private static final int LINES_MAX = 200;
    private static final int FORWARDED_MAX = 30;
    private static final int FORWARDED_MIN = "original message".length();
    private static final int SALUTATION_MAX = 40;
    private static final int LINK_MAX = 40;
    /** How far back from the end a word's end is looked for. */
    private static final int WORD_MAX = 24;

    private static final Pattern GREETING =
            Pattern.compile("(?i)(hi|hello|hey|dear|good (morning|afternoon|evening|day)|greetings|hallo|guten"
                    + " (tag|morgen|abend)|liebe[rs]?|sehr geehrte[r]?|bonjour|bonsoir|salut|ch[eè]re?|hola|buenos"
                    + " d[ií]as|estimad[oa]s?|querid[oa]s?|ciao|buongiorno|gentile|ol[aá]|prezad[oa]s?|beste|geachte|hej|k[æä]re|cze[sś][cć]|szanown[aiy])(?=["
                    + " ,!.:]|$).*");
    private static final Pattern ABOUT_ITSELF = Pattern.compile(
            "(?i).*((view|read|see|open|display|trouble"
                    + " viewing|problems? (viewing|seeing))\\b.{0,40}\\b(browser|online|web version|webpage)|(requires|does"
                    + " not|doesn't|cannot|can't|not)\\b.{0,30}\\b(support|display|show|view)?.{0,20}\\bhtml\\b|this is a"
                    + " multi-?part message in mime format|\\b(im|dans|en (el|su|tu)|nel|no seu|in (je|uw))\\b.{0,20}\\b(browser|navigateur|navegador)).*");
    private static final Pattern FORWARDED = Pattern.compile(
            "(?i)[->_ ]*(original message|forwarded message|begin forwarded message|urspr[üu]ngliche nachricht|message"
                    + " d'origine|mensaje original|messaggio originale|original appointment):?[-<_ ]*");
    /** What comes first in the header that programs put above an older message. */
    private static final Set<String> FROM = Set.of(
            "from",
            "von",
            "de",
            "da",
            "van",
            "fra",
            "från",
            "od",
            "kimden",
            "lähettäjä",
            "от",
            "від",
            "寄件者",
            "发件人",
            "差出人",
            "보낸 사람");

    private static final int HEADER_LINES_MIN = 3;
    private static final int HEADER_LINES_MAX = 8;
    private static final int LABEL_MAX = 20;
    /** So many of one mark are a line, no punctuation. */
    private static final int RULED_MIN = 4;

    private static final Pattern RULED = Pattern.compile("([-=_*~#+.•·—–])\\1{3,}");

    private Preview() {}

    /**
     * Returns the preview where a text has words of its own early on, as most have.
     *
     * @param beginning the first characters of a text; what is behind the first {@link #BEGINNING_CHARACTERS} is not looked at
     * @return as {@link #of} gives of the whole text, or empty where more of it is needed
     */
    public static Optional<String> early(String beginning) {
        if (beginning.length() < BEGINNING_CHARACTERS) {
            return Optional.empty();
        }
        String early = join(chosen(cleanLines(beginning, EARLY_CHARACTERS)));
        return isEnough(early) ? Optional.of(cut(early)) : Optional.empty();
    }

    /** Returns the preview of a plain text whose lines end with CRLF or LF; empty if there is nothing to say. */
    public static String of(String text) {
        String speaking = speaking(text);
        if (!speaking.isEmpty()) {
            return speaking;
        }
        List<String> lines = cleanLines(text, TEXT_CHARACTERS).stream()
                .map(Preview::unquoted)
                .toList();
        String quoted = join(chosen(lines));
        return cut(quoted.isEmpty() ? join(lines) : quoted);
    }

    /**
     * Returns the text of HTML that a preview is made of: what is seen, or else, where that is nothing, what is hidden. Hidden text does not stand in for what is
     * seen: the list must not say anything else than the message.
     */
    public static String textOf(String html) {
        String seen = HtmlText.of(html, TEXT_CHARACTERS);
        return seen.isEmpty() ? HtmlText.withHidden(html, TEXT_CHARACTERS) : seen;
    }

    /** Returns the preview where the text has words of its own; empty if it only quotes, greets, or says that another part should be read. */
    public static String speaking(String text) {
        String early = join(chosen(cleanLines(text, EARLY_CHARACTERS)));
        return cut(
                isEnough(early) || text.length() <= EARLY_CHARACTERS
                        ? early
                        : join(chosen(cleanLines(text, TEXT_CHARACTERS))));
    }

    private static boolean isEnough(String early) {
        int enough = CHARACTERS_MAX + CUT_MARGIN;
        return early.length() > enough && early.codePointCount(0, early.length()) > enough;
    }

    private static List<String> cleanLines(String text, int charactersMax) {
        String begin = text.length() > charactersMax ? text.substring(0, charactersMax) : text;
        List<String> lines = new ArrayList<>();
        int at = 0;
        while (at < begin.length() && lines.size() < LINES_MAX) {
            int end = begin.indexOf('\n', at);
            int stop = end < 0 ? begin.length() : end;
            String line = begin.substring(at, stop);
            boolean signature = line.equals("-- ") || line.equals("-- \r");
            lines.add(signature ? "-- " : visible(line));
            at = stop + 1;
        }
        return lines;
    }

    private static List<String> chosen(List<String> lines) {
        List<String> chosen = new ArrayList<>();
        boolean mayBeAboutItself = mayBeAboutItself(String.join(" ", lines));
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i);
            int header = headerLines(lines, i);
            boolean forwarded = isForwarded(line);
            boolean endsWords = header > 0 || forwarded || line.equals("--");
            if (line.equals("-- ") || (endsWords && !chosen.isEmpty())) {
                break;
            }
            if (header > 0) {
                i += header - 1;
                continue;
            }
            boolean leftOut = line.isEmpty()
                    || line.startsWith(">")
                    || (mayBeAboutItself && isAboutItself(line))
                    || forwarded
                    || announcesQuote(lines, i)
                    || (chosen.isEmpty() && isSalutation(line));
            if (!leftOut) {
                chosen.add(line);
            }
        }
        return chosen;
    }

    /** How many lines of the header of a message below begin here, as programs put it above what they answer or forward; 0 if that is none. */
    private static int headerLines(List<String> lines, int from) {
        if (!FROM.contains(label(lines.get(from)))) {
            return 0;
        }
        int count = 1;
        while (count < HEADER_LINES_MAX
                && from + count < lines.size()
                && !label(lines.get(from + count)).isEmpty()) {
            count++;
        }
        return count < HEADER_LINES_MIN ? 0 : count;
    }

    /** The small letters before a colon, {@code from} of {@code *From:* Bob}; an empty text where a line does not begin so. */
    private static String label(String line) {
        int begin = line.startsWith("*") ? 1 : 0;
        int colon = line.indexOf(':');
        if (colon <= begin || colon > LABEL_MAX) {
            return "";
        }
        for (int i = begin; i < colon; i++) {
            char c = line.charAt(i);
            if (!Character.isLetter(c) && c != ' ' && c != '-') {
                return "";
            }
        }
        return line.substring(begin, colon).strip().toLowerCase(Locale.ROOT);
    }

    private static boolean isAboutItself(String line) {
        return mayBeAboutItself(line) && ABOUT_ITSELF.matcher(line).matches();
    }

    /** The expression is slow, and few texts have one of these words. */
    private static boolean mayBeAboutItself(String text) {
        return text.contains("rowser")
                || text.contains("avigateur")
                || text.contains("avegador")
                || text.contains("online")
                || text.contains("version")
                || text.contains("webpage")
                || text.contains("HTML")
                || text.contains("html")
                || text.contains("MIME");
    }

    private static boolean isForwarded(String line) {
        boolean perhaps =
                line.endsWith("-") || line.endsWith(":") || line.endsWith("_") || line.length() < FORWARDED_MAX;
        return perhaps
                && line.length() >= FORWARDED_MIN
                && FORWARDED.matcher(line).matches();
    }

    /** {@code On Monday Bob wrote:}, in any language and on one line or two: it ends with a colon, and a quoted line comes next. */
    private static boolean announcesQuote(List<String> lines, int index) {
        String line = lines.get(index);
        int next = index + 1;
        if (!line.endsWith(":") && next < lines.size() && lines.get(next).endsWith(":")) {
            boolean long2 = line.length() > 2 * SALUTATION_MAX || line.matches("(?i)(on|am|le|el|il|em|op) .*\\d.*");
            return long2 && line.length() > 20 && announcesQuote(lines, next);
        }
        if (!line.endsWith(":")) {
            return false;
        }
        while (next < lines.size() && lines.get(next).isEmpty()) {
            next++;
        }
        return next < lines.size() && lines.get(next).startsWith(">");
    }

    private static boolean isSalutation(String line) {
        if (line.length() > SALUTATION_MAX) {
            return false;
        }
        char last = line.charAt(line.length() - 1);
        return GREETING.matcher(line).matches()
                ? last == ',' || last == '!' || last == ':' || last == '.' || line.split(" ", -1).length <= 3
                : last == ',' && line.split(" ", -1).length <= 3;
    }

    private static String unquoted(String line) {
        int at = 0;
        while (at < line.length() && (line.charAt(at) == '>' || line.charAt(at) == ' ')) {
            at++;
        }
        return line.equals("-- ") ? "" : line.substring(at);
    }

    /** The line with single spaces, without characters that show nothing, ruled lines and long links. */
    private static String visible(String line) {
        String bare = line.endsWith("\r") ? line.substring(0, line.length() - 1) : line;
        return isVisible(bare) ? bare : madeVisible(bare);
    }

    /** Whether it has nothing but ASCII and single spaces between words, and no marks that repeat: most lines. */
    private static boolean isVisible(String line) {
        char last = ' ';
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            if (c < ' ' || c >= 0x7f || (c == last && !Character.isLetterOrDigit(c))) {
                return false;
            }
            last = c;
        }
        return line.isEmpty() || last != ' ';
    }

    private static String madeVisible(String line) {
        StringBuilder visible = new StringBuilder(line.length());
        boolean space = false;
        boolean noise = false;
        int last = 0;
        int run = 0;
        for (int i = 0; i < line.length(); ) {
            int c = line.charAt(i);
            boolean plain = c > ' ' && c < 0x7f;
            if (!plain) {
                c = line.codePointAt(i);
            }
            i += Character.charCount(c);
            if (!plain && (c <= ' ' || c == 0x7f || Character.isSpaceChar(c) || Character.isISOControl(c))) {
                space = true;
            } else if (plain || isShown(c, visible, line, i)) {
                if (space && !visible.isEmpty()) {
                    visible.append(' ');
                }
                space = false;
                visible.appendCodePoint(c);
                run = c == last ? run + 1 : 1;
                noise |= run >= RULED_MIN || (c == '/' && run == 2);
                last = c;
            }
        }
        return noise ? withoutNoise(visible.toString()) : visible.toString();
    }

    private static String withoutNoise(String line) {
        String ruled = RULED.matcher(line).replaceAll(" ");
        StringBuilder kept = new StringBuilder(ruled.length());
        for (String word : ruled.split(" ", -1)) {
            boolean link = word.length() > LINK_MAX && (word.contains("http://") || word.contains("https://"));
            if (!word.isEmpty() && !link) {
                kept.append(kept.isEmpty() ? "" : " ").append(word);
            }
        }
        return kept.toString();
    }

    /** Halves of characters, fillers, and marks of direction (which can turn around what is beside them) are not shown. */
    private static boolean isShown(int c, StringBuilder before, String line, int next) {
        if (c < 0xad) {
            return true;
        }
        return switch (c) {
            // Joiners belong to emoji and to several scripts, but only between two characters.
            case 0x200c, 0x200d ->
                !before.isEmpty()
                        && next < line.length()
                        && !Character.isSpaceChar(line.codePointAt(next))
                        && line.codePointAt(next) > 0xad
                        && line.codePointAt(next) != 0x200c
                        && line.codePointAt(next) != 0x200d
                        && before.codePointBefore(before.length()) > 0xad;
            case 0xad,
                    0x034f,
                    0x061c,
                    0x115f,
                    0x1160,
                    0x17b4,
                    0x17b5,
                    0x180e,
                    0x200b,
                    0x200e,
                    0x200f,
                    0x2800,
                    0x3164,
                    0xfeff,
                    0xffa0,
                    0xfffc -> false;
            default ->
                !(c >= 0x202a && c <= 0x202e)
                        && !(c >= 0x2060 && c <= 0x206f)
                        && !(c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE);
        };
    }

    private static String join(List<String> lines) {
        StringBuilder joined = new StringBuilder(EARLY_CHARACTERS);
        for (String line : lines) {
            if (!line.isEmpty()) {
                joined.append(joined.isEmpty() ? "" : " ").append(line);
            }
            if (joined.length() > 4 * CHARACTERS_MAX) {
                break;
            }
        }
        return joined.toString();
    }

    /** At most {@link #CHARACTERS_MAX} characters, ended after a word where one ends near, else between two that a reader sees. */
    private static String cut(String text) {
        if (text.codePointCount(0, text.length()) <= CHARACTERS_MAX) {
            return text;
        }
        int end = text.offsetByCodePoints(0, CHARACTERS_MAX);
        int space = text.lastIndexOf(' ', end);
        if (space > end - WORD_MAX) {
            return text.substring(0, space);
        }
        if (text.charAt(end - 1) < 0x80 && text.charAt(end) < 0x80) {
            return text.substring(0, end);
        }
        BreakIterator graphemes = BreakIterator.getCharacterInstance(Locale.ROOT);
        graphemes.setText(text);
        int last = graphemes.isBoundary(end) ? end : graphemes.preceding(end);
        return text.substring(0, Math.max(0, last));
    }
}
