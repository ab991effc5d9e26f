/**
 * How controllers and the scheduler see the cluster: a mutable view fed from the state topic, with what was just
 * proposed laid over it.
 */
@NullMarked
package io.shiplog.journal.view;

import org.jspecify.annotations.NullMarked;
