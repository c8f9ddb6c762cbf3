/** {@code pennypost fetch}. */
@NullMarked
package org.pennypost.cli.fetch;

import org.jspecify.annotations.NullMarked;
