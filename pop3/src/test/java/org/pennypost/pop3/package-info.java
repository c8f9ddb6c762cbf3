@NullMarked
package org.pennypost.pop3;

import org.jspecify.annotations.NullMarked;
