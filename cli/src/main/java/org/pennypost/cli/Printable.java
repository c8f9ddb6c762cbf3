package org.pennypost.cli;

/** Text from outside made harmless for a terminal: what others send could otherwise move the cursor, change the title or hide itself. */
public final class Printable {
    private static final char STAND_IN = '\uFFFD';

    private Printable() {}

    /** Returns the text with control characters, and characters that turn the direction of writing, replaced; a tab stays. */
    public static String of(String text) {
        StringBuilder printable = new StringBuilder(text.length());
        text.codePoints().forEach(c -> printable.appendCodePoint(isHarmless(c) ? c : STAND_IN));
        return printable.toString();
    }

    private static boolean isHarmless(int c) {
        if (c == '\t') {
            return true;
        }
        return switch (Character.getType(c)) {
            case Character.CONTROL, Character.SURROGATE, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR ->
                false;
            case Character.FORMAT -> c == 0x200D; // joins the parts of one picture character
            default -> true;
        };
    }
}
