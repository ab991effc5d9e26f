package io.shiplog.resources.openapi;

import java.util.LinkedHashMap;
import java.util.Map;

/** The parameters in a path. */
final class PathParameters {
    private PathParameters() {}

    /** The names in braces in {@code path}, each with a text for people. */
    static Map<String, String> of(String path) {
        Map<String, String> found = new LinkedHashMap<>();
        if (path.contains("{name}")) {
            found.put("name", "Name of the object.");
        }
        if (path.contains("{namespace}")) {
            found.put("namespace", "Namespace of the object.");
        }
        if (path.contains("{path}")) {
            found.put("path", "Path to ask for behind the proxy.");
        }
        return found;
    }
}
