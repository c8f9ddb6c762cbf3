package org.pennypost.smtp;

import java.util.OptionalLong;

/**
 * MAIL, which begins a message: whom it is from and what was declared of it (RFC 5321 §4.1.1.2).
 *
 * @param from the reverse-path
 * @param parameters what the extensions added
 */
public record MailCommand(ReversePath from, EsmtpParameters parameters) {
    /** Digits of a size: {@code size-value ::= 1*20DIGIT} (RFC 1870 §3). */
    private static final int SIZE_DIGITS_MAX = 20;

    /** SIZE: the message's size in octets, as RFC 1870 §4 counts it; more than a long can hold is {@code Long.MAX_VALUE}. */
    public static final EsmtpParameter<Long> SIZE = new EsmtpParameter<>("SIZE", text -> {
        String digits = text.orElse("");
        if (digits.isEmpty()
                || digits.length() > SIZE_DIGITS_MAX
                || !digits.chars().allMatch(c -> c >= '0' && c <= '9')) {
            throw new BadSyntax(
                    SmtpReader.BAD_ARGUMENTS, "SIZE takes the number of octets of the message, as in SIZE=12345.");
        }
        try {
            return Long.parseLong(digits);
        } catch (NumberFormatException tooLarge) {
            return Long.MAX_VALUE;
        }
    });

    /** BODY: whether octets above 127 may stand in the message (RFC 6152 §2). */
    public static final EsmtpParameter<Body> BODY = new EsmtpParameter<>(
            "BODY",
            text -> text.flatMap(Body::of)
                    .orElseThrow(() ->
                            new BadSyntax(SmtpReader.BAD_ARGUMENTS, "BODY is either BODY=7BIT or BODY=8BITMIME.")),
            Body::keyword);

    /** SMTPUTF8: addresses or header fields of this message are in UTF-8 (RFC 6531 §3.4). */
    public static final EsmtpParameter<Boolean> SMTPUTF8 = EsmtpParameter.flag("SMTPUTF8");

    /**
     * AUTH: who submitted the message first, as far as the sending server knows; {@link ReversePath#NULL} when it does not (RFC 4954 §5). It is read and believed from
     * nobody: §5 asks to behave as if {@code AUTH=<>} stood there for all who are not trusted to assert it.
     */
    public static final EsmtpParameter<ReversePath> AUTH = new EsmtpParameter<>(
            "AUTH",
            text -> {
                String submitter = Xtext.decode(text.orElse(""));
                return submitter.equals("<>") ? ReversePath.NULL : ReversePath.of(Mailbox.parse(submitter));
            },
            path -> path.mailbox()
                    .map(mailbox -> Xtext.encode(mailbox.toString()))
                    .orElse("<>"));

    /** @return the size in octets that was announced, if any */
    public OptionalLong sizeOctets() {
        return parameters.find(SIZE).map(OptionalLong::of).orElse(OptionalLong.empty());
    }

    /** @return the declared kind of body; 7BIT where nothing was declared */
    public Body body() {
        return parameters.find(BODY).orElse(Body.SEVEN_BIT);
    }

    /** @return whether the message was declared an internationalized one */
    public boolean smtpUtf8() {
        return parameters.has(SMTPUTF8);
    }
}
