/** The NodeAffinity plugin: nodeSelector and node affinity. */
@NullMarked
package io.shiplog.scheduler.nodeaffinity;

import org.jspecify.annotations.NullMarked;
