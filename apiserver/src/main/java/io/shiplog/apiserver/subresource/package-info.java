/** Subresources that are more than a part of their object: scale, binding, eviction, and what node agents serve. */
@NullMarked
package io.shiplog.apiserver.subresource;

import org.jspecify.annotations.NullMarked;
