/** The full-text index of the mailboxes: derived from the store, and made anew when it is lost. */
@NullMarked
package org.pennypost.search;

import org.jspecify.annotations.NullMarked;
