/** The ImageLocality plugin: nodes that have a pod's images already. */
@NullMarked
package io.shiplog.scheduler.imagelocality;

import org.jspecify.annotations.NullMarked;
