/** Links and certificates for the tests of modules that speak through {@code wire}. */
@NullMarked
package org.pennypost.wire.testing;

import org.jspecify.annotations.NullMarked;
