@NullMarked
package org.pennypost.store.embedded;

import org.jspecify.annotations.NullMarked;
