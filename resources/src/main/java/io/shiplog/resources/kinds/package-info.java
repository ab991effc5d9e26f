/** The kinds that the API serves: names, versions, verbs and subresources, read from a table of ours. */
@NullMarked
package io.shiplog.resources.catalogue;

import org.jspecify.annotations.NullMarked;
