/**
 * The Common Expression Language as kube-apiserver v1.34 has it. Expressions are parsed and checked by cel-java; what
 * they are worth is told by an evaluator of ours, which answers as cel-go does and counts its cost. Reads schemas and
 * objects, writes nothing.
 */
@NullMarked
package io.shiplog.cel;

import org.jspecify.annotations.NullMarked;
