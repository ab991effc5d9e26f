/** What limits the use of a cluster: limit ranges, quotas, disruption budgets, priorities. */
@NullMarked
package io.shiplog.resources.kinds.policy;

import org.jspecify.annotations.NullMarked;
