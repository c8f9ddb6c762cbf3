@NullMarked
package org.pennypost.server.certificates;

import org.jspecify.annotations.NullMarked;
