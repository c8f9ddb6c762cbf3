package org.pennypost.house;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Looks at Java sources as text. */
final class JavaText {
    /** Loops are written out, not alternated: java.util.regex recurses on every round of an alternation. */
    private static final Pattern COMMENT_OR_LITERAL = Pattern.compile("//[^\\n]*+"
            + "|/\\*(?s:.*?)\\*/"
            + "|\"\"\"[^\"\\\\]*+(?:(?:(?s:\\\\.)|\"(?!\"\"))[^\"\\\\]*+)*+\"\"\""
            + "|\"[^\"\\\\\\n]*+(?:\\\\.[^\"\\\\\\n]*+)*+\""
            + "|'[^'\\\\\\n]*+(?:\\\\.[^'\\\\\\n]*+)*+'");

    private JavaText() {}

    /** Blanks every comment and literal and keeps every line end, so that offsets and line numbers stay. */
    static String withoutCommentsAndLiterals(String text) {
        Matcher matcher = COMMENT_OR_LITERAL.matcher(text);
        StringBuilder code = new StringBuilder(text);
        while (matcher.find()) {
            for (int i = matcher.start(); i < matcher.end(); i++) {
                if (code.charAt(i) != '\n') {
                    code.setCharAt(i, ' ');
                }
            }
        }
        return code.toString();
    }
}
