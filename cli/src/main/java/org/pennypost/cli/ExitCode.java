package org.pennypost.cli;

/** How a command ended, with the numbers of BSD's {@code sysexits.h}, so that scripts and mail programs understand them. */
public enum ExitCode {
    OK(0),
    /** The command was typed wrongly. */
    USAGE(64),
    /** What was given as input is not what it should be. */
    DATA(65),
    /** An input file is missing or cannot be read. */
    NO_INPUT(66),
    /** No such user: a recipient or a login name was refused for good. */
    NO_USER(67),
    /** No such host. */
    NO_HOST(68),
    /** The service answered, but will not do this. */
    UNAVAILABLE(69),
    /** A fault in Pennypost itself. */
    SOFTWARE(70),
    OS_ERROR(71),
    OS_FILE(72),
    /** An output file cannot be made. */
    CANNOT_CREATE(73),
    IO_ERROR(74),
    /** It failed for now: the same command may work later. */
    TEMPORARY(75),
    /** The other side broke the protocol. */
    PROTOCOL(76),
    /** Login refused or access not allowed. */
    NO_PERMISSION(77),
    /** The configuration is wrong. */
    CONFIG(78);

    private final int number;

    ExitCode(int number) {
        this.number = number;
    }

    /** Returns the number that the process ends with. */
    public int number() {
        return number;
    }
}
