package org.pennypost.wire;

/**
 * What protects a connection.
 *
 * @param protocol {@code TLSv1.3} or {@code TLSv1.2}
 * @param cipherSuite the suite's IANA name
 */
public record TlsInfo(String protocol, String cipherSuite) {}
