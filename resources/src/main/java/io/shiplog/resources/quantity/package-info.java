/** Amounts of resources with Kubernetes' suffixes. Reads text, writes text; knows nothing of objects. */
@NullMarked
package io.shiplog.resources.quantity;

import org.jspecify.annotations.NullMarked;
