/** What {@code kubectl get} prints: the columns of each kind and the cells of each object. */
@NullMarked
package io.shiplog.resources.table;

import org.jspecify.annotations.NullMarked;
