@NullMarked
package org.pennypost.names;

import org.jspecify.annotations.NullMarked;
