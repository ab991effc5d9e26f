/**
 * The conditions that statuses are made of, set as Kubernetes' own helpers set them: who calls says what holds, the
 * time of the last change follows from what stood there. Pure functions of values.
 */
@NullMarked
package io.shiplog.resources.conditions;

import org.jspecify.annotations.NullMarked;
