/** What is to be done for a pod: starting, probing and ending, as steps that are added to a plan. */
@NullMarked
package io.shiplog.agent.pod.plan;

import org.jspecify.annotations.NullMarked;
