/**
 * What every reconciler is made of. A reconciler is a pure function from the state that it watches to proposals; one
 * package per controller holds the functions, and the Streams shell around them reads, calls and writes.
 */
@NullMarked
package io.shiplog.reconcilers;

import org.jspecify.annotations.NullMarked;
