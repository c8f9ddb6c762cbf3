/** Tests of {@code pennypost talk}. */
@NullMarked
package org.pennypost.cli.talk;

import org.jspecify.annotations.NullMarked;
