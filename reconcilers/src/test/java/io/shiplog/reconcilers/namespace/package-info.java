@NullMarked
package io.shiplog.reconcilers.namespace;

import org.jspecify.annotations.NullMarked;
