package org.pennypost.cli;

/** A command could not do what was asked; the message says in one line what happened and what to do. It has no stack trace: it is an answer, not a fault. */
public final class CommandFailure extends Exception {
    private static final long serialVersionUID = 1L;

    private final ExitCode code;

    /**
     * @param code how the process ends
     * @param message one line: what happened, and what to do
     */
    public CommandFailure(ExitCode code, String message) {
        super(message, null, false, false);
        this.code = code;
    }

    /** Returns how the process ends. */
    public ExitCode code() {
        return code;
    }
}
