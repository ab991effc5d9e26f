/** The NodePorts plugin: host ports that are taken. */
@NullMarked
package io.shiplog.scheduler.nodeports;

import org.jspecify.annotations.NullMarked;
