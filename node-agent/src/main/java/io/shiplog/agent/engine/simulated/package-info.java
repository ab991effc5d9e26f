/**
 * An engine whose containers are only states: thousands of them cost memory and nothing else.
 */
@NullMarked
package io.shiplog.agent.engine.simulated;

import org.jspecify.annotations.NullMarked;
