package org.pennypost.pop3;

/**
 * Every sentence of an answer, in every language (RFC 6856 §3.2). A number in braces stands for an argument. What comes in front of it,
 * such as {@code +OK} and response codes, and numbers that programs read are not in here.
 */
public enum Phrase {
    READY("{0} POP3 server ready.", "{0}: POP3-Server bereit."),
    GOODBYE("Goodbye.", "Auf Wiedersehen."),
    GOODBYE_DELETED("Goodbye, {0} deleted.", "Auf Wiedersehen, {0} gelöscht."),
    GOODBYE_TRASH("Goodbye, {0} moved to the trash.", "Auf Wiedersehen, {0} in den Papierkorb gelegt."),
    GOODBYE_KEPT(
            "Goodbye; this account keeps what POP3 deletes: {0}.",
            "Auf Wiedersehen; dieses Konto behält, was POP3 löscht: {0}."),
    NOT_REMOVED(
            "Some deleted messages not removed; they will be there at the next login.",
            "Einige gelöschte Nachrichten sind noch da und werden bei der nächsten Anmeldung wieder gezeigt."),

    HAS("{0} has {1}.", "{0} hat {1}."),
    ONE_MESSAGE("1 message", "1 Nachricht"),
    MESSAGES("{0} messages", "{0} Nachrichten"),
    SUMMARY("{0} ({1} octets)", "{0} ({1} Oktette)"),
    OCTETS("{0} octets", "{0} Oktette"),
    TOP_OF("The top of message {0}", "Der Anfang der Nachricht {0}"),
    MARKED(
            "Message {0} will be deleted at QUIT; RSET keeps it.",
            "Nachricht {0} wird bei QUIT gelöscht; RSET behält sie."),
    UNMARKED("{0}, and none is marked as deleted.", "{0}, und keine ist als gelöscht markiert."),
    STILL_HERE("Still here.", "Noch da."),
    MAILDROP_EMPTY(
            "There is no message {0}: the maildrop is empty.", "Nachricht {0} gibt es nicht: Das Postfach ist leer."),
    NO_SUCH_MESSAGE("There is no message {0}, only 1 to {1}.", "Nachricht {0} gibt es nicht, nur 1 bis {1}."),
    OF_THAT_NUMBER("of that number", "mit dieser Nummer"),
    IS_MARKED(
            "Message {0} is marked as deleted; RSET brings it back.",
            "Nachricht {0} ist als gelöscht markiert; RSET holt sie zurück."),
    GONE(
            "Another program has removed this message meanwhile; log in again to see what is there.",
            "Ein anderes Programm hat diese Nachricht inzwischen entfernt; was noch da ist, zeigt eine neue Anmeldung."),

    CAPABILITIES("What this server can do", "Was dieser Server kann"),
    MECHANISMS("The mechanisms of this server", "Die Mechanismen dieses Servers"),
    LANGUAGES("The languages of this server", "Die Sprachen dieses Servers"),
    LANGUAGE_CHOSEN("The answers are in English now.", "Die Antworten sind jetzt auf Deutsch."),
    NO_SUCH_LANGUAGE(
            "There is no language '{0}' here; LANG shows those that are.",
            "Die Sprache '{0}' gibt es hier nicht; LANG zeigt, welche es gibt."),
    UTF8_ON("UTF-8 is understood and sent from now on.", "Ab jetzt wird UTF-8 verstanden und gesendet."),
    UTF8_BEFORE_STLS(
            "STLS comes before UTF8: connect again, and begin TLS first.",
            "STLS kommt vor UTF8: Verbinden Sie sich neu, und beginnen Sie zuerst TLS."),
    BEGIN_TLS("Begin TLS now.", "Beginnen Sie jetzt TLS."),
    NO_TLS(
            "TLS is here already, or not to be had on this server.",
            "TLS ist schon da, oder auf diesem Server nicht zu haben."),

    PASSWORD_PLEASE("Now the password, with PASS.", "Nun das Passwort, mit PASS."),
    USER_FIRST(
            "PASS comes behind USER: say who you are first.", "PASS kommt nach USER: Sagen Sie zuerst, wer Sie sind."),
    STLS_FIRST(
            "A password is taken over TLS only: give STLS first, or connect to port 995.",
            "Ein Passwort wird nur über TLS genommen: Geben Sie zuerst STLS, oder verbinden Sie sich mit Port 995."),
    PORT_995(
            "A password is taken over TLS only: connect to port 995.",
            "Ein Passwort wird nur über TLS genommen: Verbinden Sie sich mit Port 995."),
    WRONG(
            "The name or the password is wrong; try again with USER and PASS.",
            "Der Name oder das Passwort ist falsch; versuchen Sie es noch einmal mit USER und PASS."),
    BLOCKED(
            "{0}.",
            "Das Passwort dieses Kontos probieren Angreifer zuerst, darum gilt es nicht mehr; bitten Sie den Postmaster um"
                    + " ein anderes."),
    REFUSED("{0}.", "Die Anmeldung ist abgelehnt."),
    MALFORMED("{0}.", "Die Anmeldung ist nicht zu verstehen."),
    NOT_TEXT(
            "A name or password is UTF-8 without control characters.",
            "Ein Name oder Passwort ist UTF-8 ohne Steuerzeichen."),
    CANCELLED("The login is cancelled, as you wish.", "Die Anmeldung ist abgebrochen, wie Sie es wünschen."),
    NOT_BASE64("This is not base64; the login is cancelled.", "Das ist kein Base64; die Anmeldung ist abgebrochen."),
    NO_SUCH_MECHANISM(
            "There is no such mechanism here; CAPA shows those that are.",
            "Diesen Mechanismus gibt es hier nicht; CAPA zeigt, welche es gibt."),
    NO_APOP(
            "APOP is not to be had here: give USER and PASS, or AUTH.",
            "APOP ist hier nicht zu haben: Geben Sie USER und PASS, oder AUTH."),
    APOP_FORM(
            "APOP takes a name and a digest of 32 hexadecimal digits.",
            "APOP nimmt einen Namen und eine Prüfsumme aus 32 hexadezimalen Ziffern."),
    NO_LOGIN_NOW(
            "No login just now ({0}); try again later.",
            "Zur Zeit ist keine Anmeldung möglich; versuchen Sie es später noch einmal."),
    IN_USE(
            "Another POP3 session has this maildrop; try again when it has ended.",
            "Eine andere POP3-Sitzung hat dieses Postfach; versuchen Sie es noch einmal, wenn sie beendet ist."),
    LOGIN_DELAY(
            "This account may log in every {0} seconds; try again later.",
            "Dieses Konto darf sich alle {0} Sekunden anmelden; versuchen Sie es später noch einmal."),
    NO_MAILBOX(
            "There is no mailbox for this account just now; try again later.",
            "Für dieses Konto gibt es zur Zeit kein Postfach; versuchen Sie es später noch einmal."),
    TOO_MANY_FAILURES("Too many failed logins; goodbye.", "Zu viele misslungene Anmeldungen; auf Wiedersehen."),

    NUL_IN_LINE("The line holds a NUL, which no command may.", "Die Zeile enthält ein NUL, was kein Befehl darf."),
    CR_IN_LINE(
            "The line holds a CR without LF, which no command may.",
            "Die Zeile enthält ein CR ohne LF, was kein Befehl darf."),
    BARE_LF(
            "The line ended with LF alone, and POP3 lines end with CRLF: use telnet, 'nc -C' or 'pennypost talk'.",
            "Die Zeile endet mit LF allein, und POP3-Zeilen enden mit CRLF: Nehmen Sie telnet, 'nc -C' oder 'pennypost"
                    + " talk'."),
    TOO_LONG(
            "The line is longer than {0} octets, and no command is that long.",
            "Die Zeile ist länger als {0} Oktette, und kein Befehl ist so lang."),
    NO_WEB_SERVER("This is a POP3 server, not a web server.", "Dies ist ein POP3-Server, kein Webserver."),
    EMPTY_LINE(
            "An empty line is no command; CAPA shows what there is.",
            "Eine leere Zeile ist kein Befehl; CAPA zeigt, welche es gibt."),
    UNKNOWN(
            "There is no command '{0}'; CAPA shows what there is.",
            "Den Befehl '{0}' gibt es nicht; CAPA zeigt, welche es gibt."),
    AFTER_LOGIN(
            "{0} comes after the login: give USER and PASS first.",
            "{0} kommt nach der Anmeldung: Geben Sie zuerst USER und PASS."),
    BEFORE_LOGIN(
            "{0} comes before the login, and you are logged in.",
            "{0} kommt vor der Anmeldung, und Sie sind angemeldet."),
    NEEDS_ARGUMENT("{0} needs an argument.", "{0} braucht ein Argument."),
    NO_ARGUMENT("{0} takes no argument, but '{1}' is one.", "{0} nimmt kein Argument, aber '{1}' ist eins."),
    ONE_OR_TWO("{0} takes one argument or two, as in '{1}'.", "{0} nimmt ein Argument oder zwei, wie in '{1}'."),
    ONE_ARGUMENT("{0} takes one argument, as in '{1}'.", "{0} nimmt ein Argument, wie in '{1}'."),
    TWO_ARGUMENTS("{0} takes 2 arguments, as in '{1}'.", "{0} nimmt 2 Argumente, wie in '{1}'."),
    NOT_A_MESSAGE_NUMBER(
            "'{0}' is not a message number, which LIST shows.",
            "'{0}' ist keine Nummer einer Nachricht; LIST zeigt sie."),
    NOT_A_LINE_COUNT("'{0}' is not a number of lines, 0 or more.", "'{0}' ist keine Anzahl von Zeilen, 0 oder mehr."),
    TOO_MANY_MISTAKES("Too many mistakes; goodbye.", "Zu viele Fehler; auf Wiedersehen."),

    TIMED_OUT(
            "Nothing came for too long; goodbye. Nothing was deleted.",
            "Zu lange kam nichts; auf Wiedersehen. Nichts ist gelöscht."),
    STOPPING(
            "The server stops; goodbye. Nothing was deleted.",
            "Der Server hält an; auf Wiedersehen. Nichts ist gelöscht."),
    DAMAGED(
            "This is damaged on the server's disk; tell whoever runs it.",
            "Das ist auf der Platte des Servers beschädigt; sagen Sie es dem, der ihn betreibt."),
    STORE_FAILED(
            "The server cannot do this just now; try again later.",
            "Der Server kann das zur Zeit nicht; versuchen Sie es später noch einmal.");

    private final String english;
    private final String german;

    Phrase(String english, String german) {
        this.english = english;
        this.german = german;
    }

    /** The sentence with its arguments, as they are, in their places. */
    public String in(Language language, Object... arguments) {
        String pattern = switch (language) {
            case ENGLISH -> english;
            case GERMAN -> german;
        };
        StringBuilder said = new StringBuilder(pattern.length());
        int at = 0;
        for (int brace = pattern.indexOf('{'); brace >= 0; brace = pattern.indexOf('{', at)) {
            said.append(pattern, at, brace).append(arguments[pattern.charAt(brace + 1) - '0']);
            at = brace + "{0}".length();
        }
        return said.append(pattern, at, pattern.length()).toString();
    }

    /** How many messages, in words. */
    public static String messages(Language language, int count) {
        return count == 1 ? ONE_MESSAGE.in(language) : MESSAGES.in(language, count);
    }
}
