/** Tests of the Internet message. */
@NullMarked
package org.pennypost.mime;

import org.jspecify.annotations.NullMarked;
