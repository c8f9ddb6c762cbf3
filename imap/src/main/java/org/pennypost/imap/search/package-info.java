/** What SEARCH can ask of a message, and what it answers. */
@NullMarked
package org.pennypost.imap.search;

import org.jspecify.annotations.NullMarked;
