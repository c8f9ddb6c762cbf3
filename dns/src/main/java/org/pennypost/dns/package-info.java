/** Asking the DNS: a blocking resolver with its own cache, whose answers are values. No type of dnsjava is in its public interface. */
@NullMarked
package org.pennypost.dns;

import org.jspecify.annotations.NullMarked;
