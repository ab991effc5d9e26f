/** Between the versions and groups that an API serves and the one in which it stores a kind's objects. */
@NullMarked
package io.shiplog.resources.conversion;

import org.jspecify.annotations.NullMarked;
