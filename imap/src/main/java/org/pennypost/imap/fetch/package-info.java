/** What FETCH can tell of a message, a file for each attribute. */
@NullMarked
package org.pennypost.imap.fetch;

import org.jspecify.annotations.NullMarked;
