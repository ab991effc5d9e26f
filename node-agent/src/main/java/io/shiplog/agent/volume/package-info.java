/**
 * Volumes: which files one holds (pure), and how they come onto the disk and are swapped there in one step.
 */
@NullMarked
package io.shiplog.agent.volume;

import org.jspecify.annotations.NullMarked;
