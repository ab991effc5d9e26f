/** Horizontal pod autoscalers, in both of their versions. */
@NullMarked
package io.shiplog.resources.kinds.autoscaling;

import org.jspecify.annotations.NullMarked;
