package org.pennypost.sasl;

import java.util.List;

/**
 * What a client's mechanism may know of its connection.
 *
 * @param secured whether TLS protects it
 * @param boundTypes the types of channel binding that can be had here, best first
 * @param binding gives the data of a type
 * @param host the server's name, as the user gave it
 * @param port the server's port
 */
public record ClientChannel(boolean secured, List<String> boundTypes, ChannelBinding binding, String host, int port) {
    public ClientChannel {
        boundTypes = List.copyOf(boundTypes);
    }

    /** The same, as for a client that does not bind. */
    ClientChannel withoutBinding() {
        return new ClientChannel(secured, List.of(), ChannelBinding.NONE, host, port);
    }

    /** A connection of which nothing is known but whether TLS protects it. */
    public static ClientChannel unbound(boolean secured) {
        return new ClientChannel(secured, List.of(), ChannelBinding.NONE, "", 0);
    }
}
