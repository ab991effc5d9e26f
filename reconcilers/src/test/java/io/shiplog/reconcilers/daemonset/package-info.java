@NullMarked
package io.shiplog.reconcilers.daemonset;

import org.jspecify.annotations.NullMarked;
