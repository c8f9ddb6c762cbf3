/** Files in forms that came before MIME or beside it: uuencode and yEnc in text, TNEF ({@code winmail.dat}). Reading never fails. */
@NullMarked
package org.pennypost.mime.legacy;

import org.jspecify.annotations.NullMarked;
