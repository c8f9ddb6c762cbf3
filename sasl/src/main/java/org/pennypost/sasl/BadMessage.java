package org.pennypost.sasl;

/** What came is no message of the mechanism, or not one that may come now. The message says why, without a dot at its end. */
class BadMessage extends Exception {
    private static final long serialVersionUID = 1L;

    private final SaslStep.Kind kind;

    BadMessage(String why) {
        this(SaslStep.Kind.MALFORMED, why);
    }

    /** @param kind how a server answers it */
    BadMessage(SaslStep.Kind kind, String why) {
        super(why, null, false, false);
        this.kind = kind;
    }

    String why() {
        return String.valueOf(getMessage());
    }

    SaslStep.Failure failure() {
        return new SaslStep.Failure(kind, why());
    }
}
