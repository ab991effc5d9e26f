/**
 * The waist between the agent and what runs containers. An engine knows images, sandboxes and containers with labels;
 * it knows nothing of pods, restarts or back-off.
 */
@NullMarked
package io.shiplog.agent.engine;

import org.jspecify.annotations.NullMarked;
