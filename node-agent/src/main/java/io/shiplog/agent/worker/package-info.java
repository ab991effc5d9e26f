/**
 * The shell around the agent's next step: one worker per pod observes, asks for the plan, and carries its steps out.
 */
@NullMarked
package io.shiplog.agent.worker;

import org.jspecify.annotations.NullMarked;
