/** The other half of a cycle of packages. */
@NullMarked
package org.pennypost.house.offenders.other;

import org.jspecify.annotations.NullMarked;
