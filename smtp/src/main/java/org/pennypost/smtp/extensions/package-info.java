/** The extensions of the server, one file each, and the list of them. */
@NullMarked
package org.pennypost.smtp.extensions;

import org.jspecify.annotations.NullMarked;
