package org.pennypost.smtp;

import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.Optional;

/** The parameters of MAIL and RCPT that say how a message is to be treated on its way: keys of {@link EsmtpParameters}, for servers and clients alike. */
public final class EnvelopeParameters {
    /** RFC 3461 §4.4. */
    private static final int ENVID_CHARACTERS_MAX = 100;

    private static final int PRIORITY_MAX = 9;

    private EnvelopeParameters() {}

    /** RET of MAIL: how much of the message is to come back when it fails (RFC 3461 §4.3). */
    public static final EsmtpParameter<ReturnContent> RET =
            new EsmtpParameter<>("RET", text -> switch (text.orElse("").toUpperCase(Locale.ROOT)) {
                case "FULL" -> ReturnContent.FULL;
                case "HDRS" -> ReturnContent.HDRS;
                default -> throw bad("RET is either RET=FULL or RET=HDRS.");
            });

    /** ENVID of MAIL: the sender's own name for this sending, given back in what it is told (RFC 3461 §4.4). Printable ASCII. */
    public static final EsmtpParameter<String> ENVID = new EsmtpParameter<>(
            "ENVID",
            text -> {
                String xtext = text.orElse("");
                String id = Xtext.decode(xtext);
                boolean printable = id.chars().allMatch(c -> c >= ' ' && c <= '~');
                if (id.isEmpty() || !printable || xtext.length() > ENVID_CHARACTERS_MAX) {
                    throw bad("ENVID takes up to " + ENVID_CHARACTERS_MAX + " printable ASCII characters as xtext.");
                }
                return id;
            },
            Xtext::encode);

    /** NOTIFY of RCPT: when the sender wants to be told (RFC 3461 §4.1). */
    public static final EsmtpParameter<Notify> NOTIFY =
            new EsmtpParameter<>("NOTIFY", text -> Notify.parse(text.orElse("")));

    /** ORCPT of RCPT: the address that the sender wrote (RFC 3461 §4.2). */
    public static final EsmtpParameter<OriginalRecipient> ORCPT =
            new EsmtpParameter<>("ORCPT", text -> OriginalRecipient.parse(text.orElse("")));

    /** REQUIRETLS of MAIL: the message goes through TLS all the way, or not at all (RFC 8689 §2). */
    public static final EsmtpParameter<Boolean> REQUIRETLS = EsmtpParameter.flag("REQUIRETLS");

    /** BY of MAIL: in what time the message is to be delivered (RFC 2852 §4). */
    public static final EsmtpParameter<DeliverBy> BY =
            new EsmtpParameter<>("BY", text -> DeliverBy.parse(text.orElse("")));

    /** HOLDFOR of MAIL: for how long the message is to be held back (RFC 4865 §3). */
    public static final EsmtpParameter<Duration> HOLDFOR = new EsmtpParameter<>(
            "HOLDFOR",
            text -> {
                String seconds = text.orElse("");
                if (!seconds.matches("[1-9][0-9]{0,8}")) {
                    throw bad("HOLDFOR takes 1 to 999999999 seconds, as in HOLDFOR=3600.");
                }
                return Duration.ofSeconds(Long.parseLong(seconds));
            },
            duration -> Long.toString(duration.toSeconds()));

    /** HOLDUNTIL of MAIL: until when the message is to be held back; a time in UTC (RFC 4865 §3, RFC 3339 §5.6). */
    public static final EsmtpParameter<Instant> HOLDUNTIL = new EsmtpParameter<>("HOLDUNTIL", text -> {
        String time = text.orElse("").toUpperCase(Locale.ROOT);
        try {
            if (time.matches("[0-9]{4}-.*Z")) {
                return DateTimeFormatter.ISO_INSTANT.parse(time, Instant::from);
            }
        } catch (DateTimeParseException notOne) {
            // answered below, as what does not even look like a time
        }
        throw bad("HOLDUNTIL takes a time in UTC, as in HOLDUNTIL=2027-01-31T08:00:00Z.");
    });

    /** MT-PRIORITY of MAIL: which messages go first, from -9 to 9 (RFC 6710 §3). */
    public static final EsmtpParameter<Integer> MT_PRIORITY = new EsmtpParameter<>("MT-PRIORITY", text -> {
        String number = text.orElse("");
        if (!number.matches("0|-?[1-" + PRIORITY_MAX + "]")) {
            throw bad("MT-PRIORITY takes a number from -9 to 9.");
        }
        return Integer.parseInt(number);
    });

    /** @return until when {@code mail} asks to be held back, if it does (RFC 4865 §4) */
    public static Optional<Instant> heldUntil(MailCommand mail, Instant now) {
        return mail.parameters()
                .find(HOLDUNTIL)
                .or(() -> mail.parameters().find(HOLDFOR).map(now::plus));
    }

    /**
     * The value of a parameter among those that a queue has kept.
     *
     * @param written as they are said, separated by spaces
     * @return empty if it is not among them, or cannot be read
     */
    public static <T> Optional<T> find(EsmtpParameter<T> parameter, String written) {
        for (String each : written.split(" ", -1)) {
            if (each.startsWith(parameter.keyword() + "=")) {
                try {
                    return Optional.of(parameter.read(
                            Optional.of(each.substring(parameter.keyword().length() + 1))));
                } catch (BadSyntax _) {
                    return Optional.empty();
                }
            }
        }
        return Optional.empty();
    }

    private static BadSyntax bad(String sentence) {
        return new BadSyntax(SmtpReader.BAD_ARGUMENTS, sentence);
    }
}
