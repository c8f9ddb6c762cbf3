/** {@code pennypost mime}: what is in a message. */
@NullMarked
package org.pennypost.cli.mime;

import org.jspecify.annotations.NullMarked;
