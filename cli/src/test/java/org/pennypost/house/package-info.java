/** The rules of the house, as tests: how files look, what may be called, which part may know which other. */
@NullMarked
package org.pennypost.house;

import org.jspecify.annotations.NullMarked;
