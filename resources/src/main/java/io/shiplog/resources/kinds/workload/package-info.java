/** The kinds that make pods from a template. */
@NullMarked
package io.shiplog.resources.kinds.workload;

import org.jspecify.annotations.NullMarked;
