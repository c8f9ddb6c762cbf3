package org.pennypost.smtp.session;

/** Counts what must not stand in a message of lines: CR and LF that are no pair, and NUL. The message may be cut anywhere. Used by one thread. */
final class LineCensus {
    private long bareCr;
    private long bareLf;
    private long nul;
    private boolean afterCr;

    void count(byte[] bytes, int offset, int length) {
        for (int i = offset; i < offset + length; i++) {
            byte b = bytes[i];
            if (b > '\r') {
                if (afterCr) {
                    bareCr++;
                    afterCr = false;
                }
                continue;
            }
            if (b == '\n') {
                bareLf += afterCr ? 0 : 1;
            } else {
                bareCr += afterCr ? 1 : 0;
                nul += b == 0 ? 1 : 0;
            }
            afterCr = b == '\r';
        }
    }

    /** Nothing more comes: a CR at the very end had no LF. */
    void finish() {
        bareCr += afterCr ? 1 : 0;
        afterCr = false;
    }

    long bareCr() {
        return bareCr;
    }

    long bareLf() {
        return bareLf;
    }

    long nul() {
        return nul;
    }
}
