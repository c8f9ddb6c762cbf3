@NullMarked
package org.pennypost.search;

import org.jspecify.annotations.NullMarked;
