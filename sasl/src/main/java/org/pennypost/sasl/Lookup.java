package org.pennypost.sasl;

/** A secret against which a mechanism checks a proof. */
public sealed interface Lookup<S> {
    /** @param claim tells the directory what came of it */
    record Found<S>(S secret, Claim claim) implements Lookup<S> {}

    /** @param reason for the person who logs in, without a dot at its end */
    record Later<S>(String reason) implements Lookup<S> {}

    /** One attempt to be somebody. It costs a guesser something when it is settled; one that never is costs nothing and gains nothing. */
    @FunctionalInterface
    interface Claim {
        /** @param proven whether the proof fits the secret; what comes of it is told by the outcome alone */
        Outcome settle(boolean proven);
    }
}
