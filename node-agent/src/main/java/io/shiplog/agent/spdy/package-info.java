/**
 * SPDY/3.1 connections inside WebSockets: what kubectl's older streams (exec, attach) and all of its port-forwards are
 * made of. Frames are read and written by Netty's codec; there is no flow control per stream, because kubectl has none.
 */
@NullMarked
package io.shiplog.agent.spdy;

import org.jspecify.annotations.NullMarked;
