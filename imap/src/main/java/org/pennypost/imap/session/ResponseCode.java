package org.pennypost.imap.session;

import org.pennypost.mailbox.MailboxId;
import org.pennypost.mailbox.ModSeq;
import org.pennypost.mailbox.UidSet;
import org.pennypost.mailbox.UidValidity;

/**
 * What a status response says to programs (RFC 9051 §7.1, RFC 5530).
 *
 * @param text as it stands in brackets; empty for none
 */
public record ResponseCode(String text) {
    public static final ResponseCode NONE = new ResponseCode("");
    public static final ResponseCode ALREADYEXISTS = new ResponseCode("ALREADYEXISTS");
    public static final ResponseCode AUTHENTICATIONFAILED = new ResponseCode("AUTHENTICATIONFAILED");
    public static final ResponseCode EXPIRED = new ResponseCode("EXPIRED");
    public static final ResponseCode AUTHORIZATIONFAILED = new ResponseCode("AUTHORIZATIONFAILED");
    public static final ResponseCode BADCHARSET = new ResponseCode("BADCHARSET (US-ASCII UTF-8"
            + " ISO-8859-1 ISO-8859-2 ISO-8859-5 ISO-8859-7 ISO-8859-15 windows-1250 windows-1251 windows-1252 KOI8-R KOI8-U"
            + " GB18030 Big5 Shift_JIS EUC-JP ISO-2022-JP EUC-KR)");
    public static final ResponseCode CANNOT = new ResponseCode("CANNOT");
    public static final ResponseCode CLIENTBUG = new ResponseCode("CLIENTBUG");
    public static final ResponseCode CLOSED = new ResponseCode("CLOSED");
    public static final ResponseCode COMPRESSIONACTIVE = new ResponseCode("COMPRESSIONACTIVE");
    public static final ResponseCode CORRUPTION = new ResponseCode("CORRUPTION");
    public static final ResponseCode EXPUNGEISSUED = new ResponseCode("EXPUNGEISSUED");
    public static final ResponseCode HASCHILDREN = new ResponseCode("HASCHILDREN");
    public static final ResponseCode LIMIT = new ResponseCode("LIMIT");
    public static final ResponseCode NONEXISTENT = new ResponseCode("NONEXISTENT");
    public static final ResponseCode NOPERM = new ResponseCode("NOPERM");
    public static final ResponseCode OVERQUOTA = new ResponseCode("OVERQUOTA");
    public static final ResponseCode PRIVACYREQUIRED = new ResponseCode("PRIVACYREQUIRED");
    public static final ResponseCode READ_ONLY = new ResponseCode("READ-ONLY");
    public static final ResponseCode READ_WRITE = new ResponseCode("READ-WRITE");
    public static final ResponseCode TOOBIG = new ResponseCode("TOOBIG");
    public static final ResponseCode TRYCREATE = new ResponseCode("TRYCREATE");
    public static final ResponseCode UNAVAILABLE = new ResponseCode("UNAVAILABLE");
    public static final ResponseCode UNKNOWN_CTE = new ResponseCode("UNKNOWN-CTE");
    public static final ResponseCode USEATTR = new ResponseCode("USEATTR");

    /** Which mailbox it is, whatever it is called (RFC 8474 §4). */
    public static ResponseCode mailboxId(MailboxId mailbox) {
        return new ResponseCode("MAILBOXID (" + objectId(mailbox) + ")");
    }

    /** {@code objectid} of a mailbox. */
    public static String objectId(MailboxId mailbox) {
        return "F" + mailbox.number();
    }

    /** Where appended messages are (RFC 4315 §3). */
    public static ResponseCode appendUid(UidValidity validity, UidSet uids) {
        return new ResponseCode("APPENDUID " + validity.number() + " " + uids);
    }

    /** Which messages were told of otherwise than they came (RFC 6858 §3). */
    public static ResponseCode downgraded(UidSet uids) {
        return new ResponseCode("DOWNGRADED " + uids);
    }

    /** Up to which change the client has been told everything (RFC 7162 §3.1.2.1). */
    public static ResponseCode highestModSeq(ModSeq modSeq) {
        return new ResponseCode("HIGHESTMODSEQ " + modSeq.number());
    }

    /**
     * Which messages a conditional STORE left alone (RFC 7162 §3.1.3).
     *
     * @param set their numbers, or UIDs where UIDs were given
     */
    public static ResponseCode modified(String set) {
        return new ResponseCode("MODIFIED " + set);
    }

    /** Where copied messages are (RFC 4315 §3). */
    public static ResponseCode copyUid(UidValidity validity, UidSet from, UidSet to) {
        return new ResponseCode("COPYUID " + validity.number() + " " + from + " " + to);
    }
}
