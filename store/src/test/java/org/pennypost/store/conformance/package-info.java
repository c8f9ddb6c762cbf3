/** What every engine must show: tests that run on each of them. */
@NullMarked
package org.pennypost.store.conformance;

import org.jspecify.annotations.NullMarked;
