/** How nodes that join get into Kafka. */
@NullMarked
package io.shiplog.journal.kafka.nodes;

import org.jspecify.annotations.NullMarked;
