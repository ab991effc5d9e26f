/** The rules of schemas (x-kubernetes-validations): checked with their definition, run on each object. */
@NullMarked
package io.shiplog.cel.rules;

import org.jspecify.annotations.NullMarked;
