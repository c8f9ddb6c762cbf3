/** The extensions, a file each. */
@NullMarked
package org.pennypost.imap.extensions;

import org.jspecify.annotations.NullMarked;
