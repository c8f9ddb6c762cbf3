@NullMarked
package org.pennypost.store;

import org.jspecify.annotations.NullMarked;
