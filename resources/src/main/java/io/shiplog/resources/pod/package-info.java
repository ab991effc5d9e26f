/**
 * What a pod asks of a node: its requests and limits, its quality of service. One answer for everybody who counts them:
 * quotas, limit ranges, scheduler and nodes. Pure functions of values.
 */
@NullMarked
package io.shiplog.resources.pod;

import org.jspecify.annotations.NullMarked;
