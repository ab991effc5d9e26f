package io.shiplog.resources.schema;

/** What a value is: the OpenAPI types, and the three that Kubernetes reads in its own way. */
public enum SchemaType {
    /** Members with names that the schema knows, or, as a map, with any names. */
    OBJECT,
    ARRAY,
    STRING,
    INTEGER,
    NUMBER,
    BOOLEAN,
    /** A number or a string, such as a port or a share in percent. */
    INT_OR_STRING,
    /** A resource quantity, as a string or a number. */
    QUANTITY,
    /** Any JSON value, kept as it is. */
    ANY
}
