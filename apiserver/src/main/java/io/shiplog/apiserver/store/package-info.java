/**
 * Writing objects: create, update, patch, delete and their subresources as pure functions from a state to what shall be
 * proposed, and the {@link io.shiplog.apiserver.store.Proposer} that carries them to the journal. Adding a kind adds no
 * code here; the few kinds with rules of their own have a {@link io.shiplog.resources.write.Strategy}.
 */
@NullMarked
package io.shiplog.apiserver.store;

import org.jspecify.annotations.NullMarked;
