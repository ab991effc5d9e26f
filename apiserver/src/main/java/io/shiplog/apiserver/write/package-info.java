/**
 * Writing objects: what a client asks for as requests that a state decides, and the
 * {@link io.shiplog.apiserver.write.Proposer} that carries them to the journal. Adding a kind adds no code here.
 */
@NullMarked
package io.shiplog.apiserver.write;

import org.jspecify.annotations.NullMarked;
