/** Which pods of lower priority have to go so that a pod fits (DefaultPreemption). */
@NullMarked
package io.shiplog.scheduler.preemption;

import org.jspecify.annotations.NullMarked;
