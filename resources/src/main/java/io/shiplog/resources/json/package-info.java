/** Reading and writing JSON and YAML as trees, faithful to what the sender wrote. */
@NullMarked
package io.shiplog.resources.json;

import org.jspecify.annotations.NullMarked;
