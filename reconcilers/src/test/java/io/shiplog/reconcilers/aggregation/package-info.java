@NullMarked
package io.shiplog.reconcilers.aggregation;

import org.jspecify.annotations.NullMarked;
