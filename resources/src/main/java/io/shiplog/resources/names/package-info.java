/** The syntax of names, labels and other words that Kubernetes restricts. Each check returns upstream's complaints. */
@NullMarked
package io.shiplog.resources.names;

import org.jspecify.annotations.NullMarked;
