/** Reads any message: events, and a tree of parts that are views into the source. Never throws on bad mail. */
@NullMarked
package org.pennypost.mime.parse;

import org.jspecify.annotations.NullMarked;
