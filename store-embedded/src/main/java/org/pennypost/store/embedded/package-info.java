/** The store's contract on one machine: RocksDB and pack files. */
@NullMarked
package org.pennypost.store.embedded;

import org.jspecify.annotations.NullMarked;
