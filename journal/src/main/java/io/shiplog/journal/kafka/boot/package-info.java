/** How a replica comes to its first state: from the state topic, and from a cluster of the first format. */
@NullMarked
package io.shiplog.journal.kafka.boot;

import org.jspecify.annotations.NullMarked;
