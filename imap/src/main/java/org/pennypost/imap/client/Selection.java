package org.pennypost.imap.client;

import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import org.pennypost.mailbox.Flag;

/**
 * The selected mailbox, as far as the server has told of it (RFC 9051 §7.3, §7.4).
 *
 * @param mailbox its name
 * @param readOnly whether it can be changed
 * @param exists how many messages there are
 * @param recent how many of them came since the last session, if the server tells it (RFC 3501 §7.3.2); 0 otherwise
 * @param uidValidity 0 if it was not told
 * @param uidNext 0 if it was not told; as it was when the mailbox was selected
 * @param highestModSeq up to which the server has told everything: with it a later session asks for what is new (RFC 7162 §6); 0 if it is not
 *     known, or there is none
 * @param flags in use there
 * @param permanentFlags that can be changed for good
 * @param newKeywords whether keywords can be made up ({@code \*})
 */
public record Selection(
        String mailbox,
        boolean readOnly,
        long exists,
        long recent,
        long uidValidity,
        long uidNext,
        long highestModSeq,
        Set<Flag> flags,
        Set<Flag> permanentFlags,
        boolean newKeywords) {
    public Selection {
        flags = Set.copyOf(flags);
        permanentFlags = Set.copyOf(permanentFlags);
    }

    static Selection of(String mailbox, boolean readOnly) {
        return new Selection(mailbox, readOnly, 0, 0, 0, 0, 0, Set.of(), Set.of(), false);
    }

    private Selection withExists(long count) {
        return new Selection(
                mailbox,
                readOnly,
                Math.max(0, count),
                recent,
                uidValidity,
                uidNext,
                highestModSeq,
                flags,
                permanentFlags,
                newKeywords);
    }

    private Selection withRecent(long count) {
        return new Selection(
                mailbox,
                readOnly,
                exists,
                count,
                uidValidity,
                uidNext,
                highestModSeq,
                flags,
                permanentFlags,
                newKeywords);
    }

    private Selection withReadOnly(boolean only) {
        return new Selection(
                mailbox, only, exists, recent, uidValidity, uidNext, highestModSeq, flags, permanentFlags, newKeywords);
    }

    /** The same after changes up to this one were told; mod-sequences do not go back. */
    Selection withModSeq(long reached) {
        return reached <= highestModSeq
                ? this
                : new Selection(
                        mailbox,
                        readOnly,
                        exists,
                        recent,
                        uidValidity,
                        uidNext,
                        reached,
                        flags,
                        permanentFlags,
                        newKeywords);
    }

    /** The same after a response. */
    Selection after(Response response) {
        return switch (response) {
            case Response.Exists(long count) -> withExists(count);
            case Response.Recent(long count) -> withRecent(count);
            case Response.Expunged _ -> withExists(exists - 1);
            case Response.Vanished(boolean earlier, var uids) -> earlier ? this : withExists(exists - uids.size());
            case Response.Flags(Set<Flag> known) ->
                new Selection(
                        mailbox,
                        readOnly,
                        exists,
                        recent,
                        uidValidity,
                        uidNext,
                        highestModSeq,
                        known,
                        permanentFlags,
                        newKeywords);
            case Response.Status status -> after(status.code());
            default -> this;
        };
    }

    private Selection after(Response.Code code) {
        return switch (code.name()) {
            case "READ-ONLY" -> withReadOnly(true);
            case "READ-WRITE" -> withReadOnly(false);
            case "UIDVALIDITY", "UIDNEXT", "HIGHESTMODSEQ" ->
                new Selection(
                        mailbox,
                        readOnly,
                        exists,
                        recent,
                        code.name().equals("UIDVALIDITY") ? code.number().orElse(0) : uidValidity,
                        code.name().equals("UIDNEXT") ? code.number().orElse(0) : uidNext,
                        code.name().equals("HIGHESTMODSEQ") ? code.number().orElse(0) : highestModSeq,
                        flags,
                        permanentFlags,
                        newKeywords);
            case "PERMANENTFLAGS" ->
                new Selection(
                        mailbox,
                        readOnly,
                        exists,
                        recent,
                        uidValidity,
                        uidNext,
                        highestModSeq,
                        flags,
                        permanentFlags(code.argument()),
                        code.argument().contains("\\*"));
            default -> this;
        };
    }

    private static Set<Flag> permanentFlags(String argument) {
        return Arrays.stream(argument.replaceAll("[()]", " ").strip().split(" +", -1))
                .flatMap(word -> Flag.parse(word).stream())
                .collect(Collectors.toSet());
    }
}
