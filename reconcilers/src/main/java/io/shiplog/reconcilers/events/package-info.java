/** The expiry of Events, which upstream leaves to a lease in etcd. Reads and deletes Events. */
@NullMarked
package io.shiplog.reconcilers.events;

import org.jspecify.annotations.NullMarked;
