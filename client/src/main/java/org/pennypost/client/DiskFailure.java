package org.pennypost.client;

import java.io.IOException;

/** A message could not be kept on this machine, whatever the server did. */
public final class DiskFailure extends IOException {
    private static final long serialVersionUID = 1L;

    DiskFailure(IOException cause) {
        super(cause.getMessage(), cause);
    }
}
