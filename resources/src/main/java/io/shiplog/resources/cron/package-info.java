/**
 * When something is due by the clock: schedules as cron writes them. Pure; reads and writes nothing.
 */
@NullMarked
package io.shiplog.resources.cron;

import org.jspecify.annotations.NullMarked;
