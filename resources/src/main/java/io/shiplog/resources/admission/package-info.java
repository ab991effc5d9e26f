/**
 * What happens to an object between its decoding and its proposal: metadata, generation, status, defaults, limits and
 * quotas.
 */
@NullMarked
package io.shiplog.resources.admission;

import org.jspecify.annotations.NullMarked;
