/** How bodies travel: the transfer encodings of RFC 2045 §6 and uuencode, read leniently and written strictly. */
@NullMarked
package org.pennypost.mime.codec;

import org.jspecify.annotations.NullMarked;
