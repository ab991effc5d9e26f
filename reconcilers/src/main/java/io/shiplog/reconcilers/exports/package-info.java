/**
 * State for people's own Kafka tools: a pure fold of one resource's objects into a compacted topic of their own. Reads
 * the view of the application it lives in; writes {@code export.<resource>}.
 */
@NullMarked
package io.shiplog.reconcilers.exports;

import org.jspecify.annotations.NullMarked;
