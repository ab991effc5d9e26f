/**
 * The agent's HTTP servers: the read-only one and the authenticated one with logs, exec, attach and port-forward.
 */
@NullMarked
package io.shiplog.agent.server;

import org.jspecify.annotations.NullMarked;
