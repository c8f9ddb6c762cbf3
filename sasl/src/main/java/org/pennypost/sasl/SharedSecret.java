package org.pennypost.sasl;

/** A password that the server can read, in UTF-8: CRAM-MD5 and APOP cannot do with less. Not for any log. */
@SuppressWarnings("ArrayRecordComponent") // never compared as a whole
public record SharedSecret(byte[] bytes) {
    @Override
    public String toString() {
        return "SharedSecret[...]";
    }
}
