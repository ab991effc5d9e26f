/** Seals in Kafka. Reads {@code journal} and {@code seals}; writes {@code seals}. */
@NullMarked
package io.shiplog.journal.kafka.seal;

import org.jspecify.annotations.NullMarked;
