/** Accounts' mailboxes, messages, flags, changes, quotas: all mail semantics, once. */
@NullMarked
package org.pennypost.mailbox;

import org.jspecify.annotations.NullMarked;
