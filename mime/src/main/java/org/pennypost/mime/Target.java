package org.pennypost.mime;

/** What the way to the reader can carry; a message takes the form that fits. */
public enum Target {
    /** Any server of any age: ASCII only. */
    SEVEN_BIT,
    /** Bodies of 8 bits, for servers with 8BITMIME (RFC 6152). */
    EIGHT_BIT,
    /** UTF-8 in header fields too, for servers with SMTPUTF8 (RFC 6531, RFC 6532). */
    INTERNATIONAL
}
