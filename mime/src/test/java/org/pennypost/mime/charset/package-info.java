/** Tests of the character sets. */
@NullMarked
package org.pennypost.mime.charset;

import org.jspecify.annotations.NullMarked;
