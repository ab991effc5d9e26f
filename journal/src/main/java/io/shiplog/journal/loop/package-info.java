/**
 * What every loop over the cluster's state is, whichever shell runs it: it takes what has happened, works off what that
 * asks for, and says when it has to be called again. Pure.
 */
@NullMarked
package io.shiplog.journal.loop;

import org.jspecify.annotations.NullMarked;
