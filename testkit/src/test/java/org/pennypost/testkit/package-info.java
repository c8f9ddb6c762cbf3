@NullMarked
package org.pennypost.testkit;

import org.jspecify.annotations.NullMarked;
