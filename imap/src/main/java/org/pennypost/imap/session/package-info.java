/** A session without its socket: its states, its selected mailbox, and what commands and extensions are made of. */
@NullMarked
package org.pennypost.imap.session;

import org.jspecify.annotations.NullMarked;
