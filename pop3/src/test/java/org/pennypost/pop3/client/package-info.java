@NullMarked
package org.pennypost.pop3.client;

import org.jspecify.annotations.NullMarked;
