/** Ordered key-value store and blob store: contract, memory engine, conformance suite. */
@NullMarked
package org.pennypost.store;

import org.jspecify.annotations.NullMarked;
