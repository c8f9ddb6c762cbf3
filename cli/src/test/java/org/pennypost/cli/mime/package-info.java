/** Tests of {@code pennypost mime}. */
@NullMarked
package org.pennypost.cli.mime;

import org.jspecify.annotations.NullMarked;
