/** The journal on Kafka and other logs that are followed: appending, tailing, asking for the end. */
@NullMarked
package io.shiplog.journal.kafka.log;

import org.jspecify.annotations.NullMarked;
