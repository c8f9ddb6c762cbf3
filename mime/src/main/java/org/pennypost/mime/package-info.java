/** The Internet message: build, write, navigate. */
@NullMarked
package org.pennypost.mime;

import org.jspecify.annotations.NullMarked;
