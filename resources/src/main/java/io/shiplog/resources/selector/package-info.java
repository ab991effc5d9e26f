/** Label and field selectors: from their text or object form to predicates over an object's labels and fields. */
@NullMarked
package io.shiplog.resources.selector;

import org.jspecify.annotations.NullMarked;
