@NullMarked
package org.pennypost.sasl;

import org.jspecify.annotations.NullMarked;
