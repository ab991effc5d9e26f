/**
 * The garbage collector: what nobody owns any more goes, and what is being deleted goes when nothing holds it.
 *
 * <p>Reads every object's owner references and finalizers, and custom resource definitions; writes owner references,
 * finalizers and deletions of any object.
 */
@NullMarked
package io.shiplog.reconcilers.garbagecollector;

import org.jspecify.annotations.NullMarked;
