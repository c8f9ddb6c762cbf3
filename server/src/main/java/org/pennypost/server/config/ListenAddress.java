package org.pennypost.server.config;

import java.net.InetSocketAddress;

/**
 * An address and port to listen on.
 *
 * @param service what is spoken there
 * @param address never unresolved
 */
public record ListenAddress(Service service, InetSocketAddress address) {}
