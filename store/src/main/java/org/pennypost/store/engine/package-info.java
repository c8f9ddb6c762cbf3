/** What every engine does the same way: recording a batch, checking its limits, leases inside one process, hints. */
@NullMarked
package org.pennypost.store.engine;

import org.jspecify.annotations.NullMarked;
