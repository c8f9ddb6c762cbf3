@NullMarked
package org.pennypost.smtp.testing;

import org.jspecify.annotations.NullMarked;
