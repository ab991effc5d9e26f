/** What differs between two versions of an object, field by field, and who set which field. Pure. */
@NullMarked
package io.shiplog.resources.diff;

import org.jspecify.annotations.NullMarked;
