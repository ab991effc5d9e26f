/** One scheduling cycle: a pod and a snapshot in, a decision out. Pure. */
@NullMarked
package io.shiplog.scheduler.cycle;

import org.jspecify.annotations.NullMarked;
