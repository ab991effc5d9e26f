/** A pod's status as its node reports it: phase, conditions and the states of containers. */
@NullMarked
package io.shiplog.agent.pod.status;

import org.jspecify.annotations.NullMarked;
