/** Classes that break the walls, so that each wall is seen to hold. */
@NullMarked
package org.pennypost.house.offenders;

import org.jspecify.annotations.NullMarked;
