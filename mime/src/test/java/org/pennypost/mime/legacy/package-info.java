/** Tests of forms older than MIME. */
@NullMarked
package org.pennypost.mime.legacy;

import org.jspecify.annotations.NullMarked;
