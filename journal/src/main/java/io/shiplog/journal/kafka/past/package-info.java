/** The past in Kafka: keyframes as the materializer writes them, and what is read of them and the journal. */
@NullMarked
package io.shiplog.journal.kafka.past;

import org.jspecify.annotations.NullMarked;
