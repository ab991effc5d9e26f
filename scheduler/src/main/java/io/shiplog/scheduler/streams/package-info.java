/** The Kafka Streams shell: reads the state topic, drives the pure scheduler, appends proposals to the journal. */
@NullMarked
package io.shiplog.scheduler.streams;

import org.jspecify.annotations.NullMarked;
