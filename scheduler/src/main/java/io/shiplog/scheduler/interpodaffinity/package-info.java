/** The InterPodAffinity plugin: where a pod may be with respect to other pods. */
@NullMarked
package io.shiplog.scheduler.interpodaffinity;

import org.jspecify.annotations.NullMarked;
