/**
 * A journal in this process's memory, for tests that need milliseconds. It passes the same contract kit as the real
 * one.
 */
@NullMarked
package io.shiplog.journal.memory;

import org.jspecify.annotations.NullMarked;
