/** Roles, their bindings, requests for certificates, and reviews. */
@NullMarked
package io.shiplog.resources.kinds.access;

import org.jspecify.annotations.NullMarked;
