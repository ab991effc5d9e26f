/**
 * Who owns which field of an object: sets of fields as {@code metadata.managedFields} holds them, and server-side
 * apply, which merges by them (KEP-555). Pure; reads the schema's list types and map keys.
 */
@NullMarked
package io.shiplog.resources.fields;

import org.jspecify.annotations.NullMarked;
