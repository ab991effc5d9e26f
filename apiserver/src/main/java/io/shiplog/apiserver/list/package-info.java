/**
 * Reading many objects: selection, pages of one snapshot with continue tokens, and list bodies assembled from stored
 * bytes chunk by chunk.
 */
@NullMarked
package io.shiplog.apiserver.list;

import org.jspecify.annotations.NullMarked;
