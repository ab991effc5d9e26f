/**
 * Kafka's log files as they lie on the disk, looked at while Kafka does not run: what its own recovery would cut away
 * without asking, or would not see. Reads and repairs the folders of topics; talks to no Kafka.
 */
@NullMarked
package io.shiplog.journal.kafka.disk;

import org.jspecify.annotations.NullMarked;
