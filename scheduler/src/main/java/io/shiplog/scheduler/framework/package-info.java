/**
 * What plugins are: filters and scores over one snapshot, a rejection as a value, and the events that can turn it
 * round.
 */
@NullMarked
package io.shiplog.scheduler.framework;

import org.jspecify.annotations.NullMarked;
