/** How IMAP is written: framing, the grammar of RFC 9051 §9 in both directions, the values in it. Bytes in, values out. */
@NullMarked
package org.pennypost.imap.grammar;

import org.jspecify.annotations.NullMarked;
