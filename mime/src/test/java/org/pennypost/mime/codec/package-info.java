/** Tests of the transfer encodings. */
@NullMarked
package org.pennypost.mime.codec;

import org.jspecify.annotations.NullMarked;
