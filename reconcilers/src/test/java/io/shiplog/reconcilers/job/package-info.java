@NullMarked
package io.shiplog.reconcilers.job;

import org.jspecify.annotations.NullMarked;
