@NullMarked
package org.pennypost.smtp.client;

import org.jspecify.annotations.NullMarked;
