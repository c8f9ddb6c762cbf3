/**
 * POP3 (RFC 1939) as a server: {@link org.pennypost.pop3.Pop3Server} holds sessions; {@code Pop3Session} is the state machine without a
 * socket; a file per command is in {@code commands}.
 */
@NullMarked
package org.pennypost.pop3;

import org.jspecify.annotations.NullMarked;
