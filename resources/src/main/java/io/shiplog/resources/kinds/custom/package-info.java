/** The rules of objects whose kind a CustomResourceDefinition declares, read from it. */
@NullMarked
package io.shiplog.resources.kinds.custom;

import org.jspecify.annotations.NullMarked;
