/** The NodeName plugin: a pod that names its node. */
@NullMarked
package io.shiplog.scheduler.nodename;

import org.jspecify.annotations.NullMarked;
