/** Tests of conversions. */
@NullMarked
package org.pennypost.mime.convert;

import org.jspecify.annotations.NullMarked;
