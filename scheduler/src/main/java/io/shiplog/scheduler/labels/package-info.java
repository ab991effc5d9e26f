/** Requirements on labels, as label selectors and node selectors state them. Pure; reads and writes nothing. */
@NullMarked
package io.shiplog.scheduler.labels;

import org.jspecify.annotations.NullMarked;
