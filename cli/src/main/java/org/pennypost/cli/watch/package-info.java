/** {@code pennypost watch}. */
@NullMarked
package org.pennypost.cli.watch;

import org.jspecify.annotations.NullMarked;
