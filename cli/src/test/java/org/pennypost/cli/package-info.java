/** Tests of the commands. */
@NullMarked
package org.pennypost.cli;

import org.jspecify.annotations.NullMarked;
