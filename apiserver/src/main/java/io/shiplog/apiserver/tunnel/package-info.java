/**
 * Logs, exec, attach and port-forward: streams between a client and the agent of a pod's node, passed on as they come.
 */
@NullMarked
package io.shiplog.apiserver.tunnel;

import org.jspecify.annotations.NullMarked;
