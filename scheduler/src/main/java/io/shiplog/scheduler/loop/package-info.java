/**
 * The scheduler's loop: records and time in, proposals out. One thread owns it; it knows no Kafka, no clock, no random
 * source.
 */
@NullMarked
package io.shiplog.scheduler.loop;

import org.jspecify.annotations.NullMarked;
