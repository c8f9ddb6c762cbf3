package org.pennypost.names;

/** Names that are written from right to left, wholly or in part: the conditions under which they cannot be mistaken for others (RFC 5893 §2). */
final class BidiRule {
    private BidiRule() {}

    /** Whether a name has something in it that goes from right to left; only then do all its labels have to keep the rule. */
    static boolean concerns(String name) {
        return name.codePoints().anyMatch(c -> switch (Character.getDirectionality(c)) {
            case Character.DIRECTIONALITY_RIGHT_TO_LEFT,
                    Character.DIRECTIONALITY_RIGHT_TO_LEFT_ARABIC,
                    Character.DIRECTIONALITY_ARABIC_NUMBER -> true;
            default -> false;
        });
    }

    /** Whether a label, which is not empty, keeps it. */
    static boolean isKeptBy(String label) {
        int[] points = label.codePoints().toArray();
        byte first = Character.getDirectionality(points[0]);
        boolean leftward = first == Character.DIRECTIONALITY_RIGHT_TO_LEFT
                || first == Character.DIRECTIONALITY_RIGHT_TO_LEFT_ARABIC;
        if (!leftward && first != Character.DIRECTIONALITY_LEFT_TO_RIGHT) {
            return false;
        }
        boolean european = false;
        boolean arabic = false;
        byte last = first;
        for (int c : points) {
            byte direction = Character.getDirectionality(c);
            if (leftward ? !mayBeInLeftward(direction) : !mayBeInRightward(direction)) {
                return false;
            }
            european |= direction == Character.DIRECTIONALITY_EUROPEAN_NUMBER;
            arabic |= direction == Character.DIRECTIONALITY_ARABIC_NUMBER;
            if (direction != Character.DIRECTIONALITY_NONSPACING_MARK) {
                last = direction;
            }
        }
        return leftward ? !(european && arabic) && mayEndLeftward(last) : mayEndRightward(last);
    }

    private static boolean mayBeInLeftward(byte direction) {
        return direction == Character.DIRECTIONALITY_RIGHT_TO_LEFT
                || direction == Character.DIRECTIONALITY_RIGHT_TO_LEFT_ARABIC
                || direction == Character.DIRECTIONALITY_ARABIC_NUMBER
                || isNeutral(direction);
    }

    private static boolean mayBeInRightward(byte direction) {
        return direction == Character.DIRECTIONALITY_LEFT_TO_RIGHT || isNeutral(direction);
    }

    private static boolean isNeutral(byte direction) {
        return switch (direction) {
            case Character.DIRECTIONALITY_EUROPEAN_NUMBER,
                    Character.DIRECTIONALITY_EUROPEAN_NUMBER_SEPARATOR,
                    Character.DIRECTIONALITY_COMMON_NUMBER_SEPARATOR,
                    Character.DIRECTIONALITY_EUROPEAN_NUMBER_TERMINATOR,
                    Character.DIRECTIONALITY_OTHER_NEUTRALS,
                    Character.DIRECTIONALITY_BOUNDARY_NEUTRAL,
                    Character.DIRECTIONALITY_NONSPACING_MARK -> true;
            default -> false;
        };
    }

    private static boolean mayEndLeftward(byte last) {
        return last == Character.DIRECTIONALITY_RIGHT_TO_LEFT
                || last == Character.DIRECTIONALITY_RIGHT_TO_LEFT_ARABIC
                || last == Character.DIRECTIONALITY_EUROPEAN_NUMBER
                || last == Character.DIRECTIONALITY_ARABIC_NUMBER;
    }

    private static boolean mayEndRightward(byte last) {
        return last == Character.DIRECTIONALITY_LEFT_TO_RIGHT || last == Character.DIRECTIONALITY_EUROPEAN_NUMBER;
    }
}
