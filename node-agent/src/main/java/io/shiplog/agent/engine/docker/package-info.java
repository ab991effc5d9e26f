/**
 * The Docker engine, spoken to over its socket. A small pause container holds the network namespace of each sandbox.
 */
@NullMarked
package io.shiplog.agent.engine.docker;

import org.jspecify.annotations.NullMarked;
