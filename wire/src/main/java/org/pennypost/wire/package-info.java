/** A connection: bytes, lines, dot blocks, TLS, deadlines, limits, wire log. */
@NullMarked
package org.pennypost.wire;

import org.jspecify.annotations.NullMarked;
