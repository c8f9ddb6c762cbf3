/** The pennypost command. */
@NullMarked
package org.pennypost.cli;

import org.jspecify.annotations.NullMarked;
