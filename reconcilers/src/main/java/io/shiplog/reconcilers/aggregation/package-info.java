/** ClusterRoles that are put together of others: reads ClusterRoles, writes the rules of those that aggregate. */
@NullMarked
package io.shiplog.reconcilers.aggregation;

import org.jspecify.annotations.NullMarked;
