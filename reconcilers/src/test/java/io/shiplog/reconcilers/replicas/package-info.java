@NullMarked
package io.shiplog.reconcilers.replicas;

import org.jspecify.annotations.NullMarked;
