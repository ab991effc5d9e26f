/**
 * What controllers, scheduler and agents ask of an object, one small record per kind: read once per version of an
 * object by a streaming parser, kept with it, and shared by all roles of a process. Values only.
 */
@NullMarked
package io.shiplog.resources.facts;

import org.jspecify.annotations.NullMarked;
