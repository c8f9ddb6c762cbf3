/** Stores for the tests of others. */
@NullMarked
package org.pennypost.store.testing;

import org.jspecify.annotations.NullMarked;
