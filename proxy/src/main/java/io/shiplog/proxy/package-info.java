/**
 * The service proxy of a node. Reads {@code state.services} and {@code state.endpointslices}; writes no topic. What it
 * steers packets with is a {@link io.shiplog.proxy.Backend}.
 */
@NullMarked
package io.shiplog.proxy;

import org.jspecify.annotations.NullMarked;
