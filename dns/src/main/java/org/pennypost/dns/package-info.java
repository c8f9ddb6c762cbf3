/** Resolver with its own cache. */
@NullMarked
package org.pennypost.dns;

import org.jspecify.annotations.NullMarked;
