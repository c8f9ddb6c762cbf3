/** {@code pennypost bench}: loads a mail server and says how fast it is. */
@NullMarked
package org.pennypost.cli.bench;

import org.jspecify.annotations.NullMarked;
