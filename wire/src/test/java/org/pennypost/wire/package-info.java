@NullMarked
package org.pennypost.wire;

import org.jspecify.annotations.NullMarked;
