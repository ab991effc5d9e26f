/**
 * The schemas that CustomResourceDefinitions carry: how objects are pruned, defaulted and checked by them
 * (apiextensions-apiserver's structural schemas and kube-openapi's validator, v1.34). Functions over trees.
 */
@NullMarked
package io.shiplog.resources.structural;

import org.jspecify.annotations.NullMarked;
