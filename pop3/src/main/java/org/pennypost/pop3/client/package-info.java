/** POP3 as a client: {@link org.pennypost.pop3.client.Pop3Client} talks to any server of RFC 1939, with what RFC 2449 and later add. */
@NullMarked
package org.pennypost.pop3.client;

import org.jspecify.annotations.NullMarked;
