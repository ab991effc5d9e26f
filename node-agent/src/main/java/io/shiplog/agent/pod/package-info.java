/**
 * The agent's next step, pure: from the pod as assigned and what was observed to the steps to take, the status to
 * report and the moment to look again. No clock, engine, log or thread in here or below.
 */
@NullMarked
package io.shiplog.agent.pod;

import org.jspecify.annotations.NullMarked;
