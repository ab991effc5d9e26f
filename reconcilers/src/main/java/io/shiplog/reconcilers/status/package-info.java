/**
 * The fold of what nodes report into what the API shows: nodes and their conditions, the status of pods and their final
 * deletion, Events. Reads {@code reports} and the state of pods, nodes and events; writes {@code journal}.
 */
@NullMarked
package io.shiplog.reconcilers.status;

import org.jspecify.annotations.NullMarked;
