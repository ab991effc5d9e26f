/** CustomResourceDefinitions: what one has to obey, which of its names it gets, and what its status says of it. */
@NullMarked
package io.shiplog.resources.kinds.definition;

import org.jspecify.annotations.NullMarked;
