/** The NodeUnschedulable plugin: cordoned nodes. */
@NullMarked
package io.shiplog.scheduler.nodeunschedulable;

import org.jspecify.annotations.NullMarked;
