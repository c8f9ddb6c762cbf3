package org.pennypost.mailbox;

import org.pennypost.mailbox.text.Needle;

/** What SEARCH asks of a message's text (RFC 9051 §6.4.4). Immutable. */
public sealed interface TextQuery {
    /** What is looked for. */
    Needle needle();

    /** HEADER, FROM, SUBJECT ...: a field of this name holds it; the empty needle is in every one. */
    record Header(String name, Needle needle) implements TextQuery {}

    /** BODY: a text part holds it, or the header of a message inside. */
    record Body(Needle needle) implements TextQuery {}

    /** TEXT: a header or the body holds it. */
    record Text(Needle needle) implements TextQuery {}
}
