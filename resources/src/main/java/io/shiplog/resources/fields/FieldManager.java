package io.shiplog.resources.fields;

import java.time.Instant;

/**
 * Who makes a change of an object, as managed fields name it.
 *
 * @param name what the client calls itself
 * @param apiVersion group and version that the change is written in
 * @param subresource empty for the object itself
 * @param now when
 */
public record FieldManager(String name, String apiVersion, String subresource, Instant now) {}
