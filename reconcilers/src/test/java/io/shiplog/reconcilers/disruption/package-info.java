/** Tests of the disruption controller. */
@NullMarked
package io.shiplog.reconcilers.disruption;

import org.jspecify.annotations.NullMarked;
