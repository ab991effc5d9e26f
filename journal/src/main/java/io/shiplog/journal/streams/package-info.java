/**
 * What the project's Kafka Streams applications share: their settings, their supervision, the format of state records,
 * and the piece of topology that turns the state topic into a view. Reads {@code state}; what is written is up to the
 * application.
 */
@NullMarked
package io.shiplog.journal.streams;

import org.jspecify.annotations.NullMarked;
