/** The TaintToleration plugin: taints that a pod does not tolerate. */
@NullMarked
package io.shiplog.scheduler.tainttoleration;

import org.jspecify.annotations.NullMarked;
