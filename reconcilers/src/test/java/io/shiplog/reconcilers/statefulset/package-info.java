@NullMarked
package io.shiplog.reconcilers.statefulset;

import org.jspecify.annotations.NullMarked;
