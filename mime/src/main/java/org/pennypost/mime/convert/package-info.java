/** Existing messages in another form, for ways that carry less. */
@NullMarked
package org.pennypost.mime.convert;

import org.jspecify.annotations.NullMarked;
