/**
 * The past: what is kept of it, and the states of its moments. Reads the journal and the keyframes; the fold is the one
 * that replicas have.
 */
@NullMarked
package io.shiplog.journal.past;

import org.jspecify.annotations.NullMarked;
