/**
 * The node's agent: takes the pods that a node is assigned, runs them on a container engine, and reports what is so.
 *
 * <p>Reads the {@code assignments} topic, writes the {@code reports} topic, both through
 * {@link io.shiplog.agent.link.AgentLink}.
 */
@NullMarked
package io.shiplog.agent;

import org.jspecify.annotations.NullMarked;
