/** How controllers and the scheduler see the cluster: a mutable view fed from state topics, with what was just proposed laid over it. */
@NullMarked
package io.shiplog.journal.view;

import org.jspecify.annotations.NullMarked;
