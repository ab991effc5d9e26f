/**
 * The Kubernetes API over HTTPS. Every instance is active: it folds the journal into a replica of its own, answers
 * reads from it and proposes writes to the journal.
 */
@NullMarked
package io.shiplog.apiserver;

import org.jspecify.annotations.NullMarked;
