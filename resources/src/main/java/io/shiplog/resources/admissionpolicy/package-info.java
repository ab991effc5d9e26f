/**
 * ValidatingAdmissionPolicies: which of them a write concerns, with which parameters, and what becomes of what they
 * say. Reads policies, bindings, parameters and namespaces of a view; writes nothing.
 */
@NullMarked
package io.shiplog.resources.admissionpolicy;

import org.jspecify.annotations.NullMarked;
