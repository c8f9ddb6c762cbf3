@NullMarked
package org.pennypost.mime.parse;

import org.jspecify.annotations.NullMarked;
