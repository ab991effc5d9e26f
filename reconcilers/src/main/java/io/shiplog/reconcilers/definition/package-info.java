/**
 * CustomResourceDefinitions: reads all of them and the objects of those that are ending; writes their status, deletes
 * those objects, and lets a definition go whose objects are gone.
 */
@NullMarked
package io.shiplog.reconcilers.definition;

import org.jspecify.annotations.NullMarked;
