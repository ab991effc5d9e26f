@NullMarked
package io.shiplog.reconcilers.deployment;

import org.jspecify.annotations.NullMarked;
