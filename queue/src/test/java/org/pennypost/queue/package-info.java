@NullMarked
package org.pennypost.queue;

import org.jspecify.annotations.NullMarked;
