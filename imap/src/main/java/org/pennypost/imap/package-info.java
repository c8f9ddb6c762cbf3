/** What is said of IMAP outside a session: what must not be shown of one. */
@NullMarked
package org.pennypost.imap;

import org.jspecify.annotations.NullMarked;
