@NullMarked
package org.pennypost.smtp;

import org.jspecify.annotations.NullMarked;
