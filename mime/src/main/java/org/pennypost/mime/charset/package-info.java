/** Character sets: by the names that mail gives them, and by statistics where it gives none. */
@NullMarked
package org.pennypost.mime.charset;

import org.jspecify.annotations.NullMarked;
