/** {@code pennypost talk}: holding a conversation with a mail server by hand. */
@NullMarked
package org.pennypost.cli.talk;

import org.jspecify.annotations.NullMarked;
