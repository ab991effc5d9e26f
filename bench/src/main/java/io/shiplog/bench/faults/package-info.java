/**
 * The fault suite: {@code ./shiplog bench faults}. Starts three brokers, API servers and reconcilers as processes,
 * kills, pauses and cuts them off while clients work, and checks what these saw.
 */
@NullMarked
package io.shiplog.bench.faults;

import org.jspecify.annotations.NullMarked;
