/**
 * What every node must run: a pure fold of bound pods, and of the ConfigMaps and Secrets that they name, into
 * assignments. Reads the view of the controllers' application; writes {@code assignments}.
 */
@NullMarked
package io.shiplog.reconcilers.assignments;

import org.jspecify.annotations.NullMarked;
