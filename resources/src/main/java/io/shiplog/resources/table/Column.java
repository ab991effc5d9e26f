package io.shiplog.resources.table;

/**
 * One column of a meta.k8s.io Table.
 *
 * @param type OpenAPI type of its cells
 * @param format {@code name} for the column that names the object, else empty
 * @param priority 0 for always, 1 for {@code -o wide}
 */
public record Column(String name, String type, String format, String description, int priority) {}
