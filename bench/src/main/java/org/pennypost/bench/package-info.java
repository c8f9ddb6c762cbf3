/** How long the innermost pieces take: framing, grammar, hashing, commit. Run with {@code scripts/bench.sh} (docs/benchmarks.md). */
@NullMarked
package org.pennypost.bench;

import org.jspecify.annotations.NullMarked;
