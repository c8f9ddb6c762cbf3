@NullMarked
package org.pennypost.smtp.session;

import org.jspecify.annotations.NullMarked;
