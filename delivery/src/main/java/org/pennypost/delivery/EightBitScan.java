package org.pennypost.delivery;

/** Looks through octets for such beyond ASCII, and whether all of them are UTF-8 (RFC 3629 §4). Used by one thread. */
final class EightBitScan {
    private static final int TWO = 0xC2;
    private static final int THREE = 0xE0;
    private static final int FOUR = 0xF0;
    private static final int FOUR_MAX = 0xF4;
    private static final int TAIL_MIN = 0x80;
    private static final int TAIL_MAX = 0xBF;

    private boolean found;
    private boolean utf8 = true;

    /** Octets of the character under way that are still to come. */
    private int expected;

    /** The bounds of the next of them. */
    private int lowest = TAIL_MIN;

    private int highest = TAIL_MAX;

    void accept(byte[] bytes, int offset, int length) {
        int all = 0;
        for (int i = offset; i < offset + length; i++) {
            all |= bytes[i];
        }
        if (all >= 0 && expected == 0) {
            return;
        }
        found = true;
        for (int i = offset; utf8 && i < offset + length; i++) {
            utf8 = follows(bytes[i] & 0xff);
        }
    }

    private boolean follows(int octet) {
        if (expected > 0) {
            boolean within = octet >= lowest && octet <= highest;
            expected--;
            lowest = TAIL_MIN;
            highest = TAIL_MAX;
            return within;
        }
        if (octet < TAIL_MIN) {
            return true;
        }
        if (octet < TWO || octet > FOUR_MAX) {
            return false;
        }
        expected = octet < THREE ? 1 : octet < FOUR ? 2 : 3;
        // The second octet of these four is what keeps out overlong forms, surrogates, and what lies beyond U+10FFFF.
        switch (octet) {
            case THREE -> lowest = 0xA0;
            case 0xED -> highest = 0x9F;
            case FOUR -> lowest = 0x90;
            case FOUR_MAX -> highest = 0x8F;
            default -> {}
        }
        return true;
    }

    /** Whether an octet beyond ASCII came. */
    boolean found() {
        return found;
    }

    /** Whether all that came is UTF-8, and none of its characters is cut off. */
    boolean utf8() {
        return utf8 && expected == 0;
    }
}
