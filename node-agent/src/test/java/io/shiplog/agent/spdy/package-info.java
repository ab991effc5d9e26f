/** SPDY connections, from a client's side too. */
package io.shiplog.agent.spdy;
