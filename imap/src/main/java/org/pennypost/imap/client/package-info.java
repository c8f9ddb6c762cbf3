/** IMAP as a client: {@link org.pennypost.imap.client.ImapClient} talks to any server of RFC 9051 or RFC 3501. */
@NullMarked
package org.pennypost.imap.client;

import org.jspecify.annotations.NullMarked;
