/** People and names: which domains are hosted, which accounts they have, and who may log in. */
@NullMarked
package org.pennypost.directory;

import org.jspecify.annotations.NullMarked;
