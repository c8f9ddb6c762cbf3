@NullMarked
package org.pennypost.delivery;

import org.jspecify.annotations.NullMarked;
