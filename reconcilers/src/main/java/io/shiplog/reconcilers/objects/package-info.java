/**
 * The words that every controller uses to read and write objects: drafts of stored objects, new objects, deletions,
 * events, and the predicates that Kubernetes' controllers share. Pure; reads and writes nothing itself.
 */
@NullMarked
package io.shiplog.reconcilers.objects;

import org.jspecify.annotations.NullMarked;
