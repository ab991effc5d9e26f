/** Pods, on their own and as templates: defaults, rules, columns, and what a pod asks for. */
@NullMarked
package io.shiplog.resources.kinds.pod;

import org.jspecify.annotations.NullMarked;
