/** Tests of {@code pennypost send}. */
@NullMarked
package org.pennypost.cli.send;

import org.jspecify.annotations.NullMarked;
